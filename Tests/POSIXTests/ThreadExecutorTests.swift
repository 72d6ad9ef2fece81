import POSIX
import Synchronization
import TestSupport
import Testing

@Suite("A thread executor")
struct ThreadExecutorTests {
    @Test("runs a task on the calling thread and returns its result")
    func runs() {
        let caller = currentThread()
        let thread = ThreadExecutor().run { currentThread() }
        #expect(thread == caller)
    }

    @Test("brings a task back to its thread when another resumes it")
    func resumes() {
        let caller = currentThread()
        let threads = ThreadExecutor().run { () -> [UInt] in
            var threads: [UInt] = []
            for _ in 0..<20 {
                let other = await withCheckedContinuation { continuation in
                    let started = try? Joinable { continuation.resume(returning: currentThread()) }
                    if started == nil { continuation.resume(returning: 0) }
                }
                threads.append(other)
                threads.append(currentThread())
            }
            return threads
        }
        for index in stride(from: 0, to: threads.count, by: 2) {
            #expect(threads[index] != caller)
            #expect(threads[index + 1] == caller)
        }
    }

    @Test("runs child tasks and actors on its thread, too")
    func children() {
        let caller = currentThread()
        let threads = ThreadExecutor().run { () -> Set<UInt> in
            let counter = Counter()
            async let first = currentThread()
            let others = await withTaskGroup(of: UInt.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        await Task.yield()
                        return await counter.thread()
                    }
                }
                return await group.reduce(into: Set<UInt>()) { $0.insert($1) }
            }
            return others.union([await first])
        }
        #expect(threads == [caller])
    }

    @Test("loses no wake-up when resumptions race with the end of the queue")
    func races() throws {
        let executor = ThreadExecutor()
        let gate = Monitor<[CheckedContinuation<Int, Never>]>([])
        let rounds = 5_000
        let resumer = try Joinable {
            for round in 0..<rounds {
                gate.wait(until: soon()) { $0.popLast() }?.resume(returning: round)
            }
        }
        let sum = executor.run {
            var sum = 0
            for _ in 0..<rounds {
                sum += await withCheckedContinuation { continuation in gate.withLock { $0.append(continuation) } }
            }
            return sum
        }
        _ = resumer.join()
        #expect(sum == rounds * (rounds - 1) / 2)
    }

    @Test("runs one task after the other, each to its end")
    func again() {
        let executor = ThreadExecutor()
        for round in 0..<1_000 {
            let result = executor.run { () -> Int in
                await Task.yield()
                return round
            }
            #expect(result == round)
        }
    }

    @Test("cancels a task that waits when the deadline passes, and awaits its end")
    func deadline() {
        let start = MonotonicClock.nanoseconds()
        let wasCancelled = ThreadExecutor().run(cancelAt: start + 20_000_000) { () -> Bool in
            do {
                try await Task.sleep(for: .seconds(60))
                return false
            } catch {
                await Task.yield()
                return Task.isCancelled
            }
        }
        #expect(wasCancelled)
        let elapsed = MonotonicClock.nanoseconds() - start
        #expect(elapsed >= 20_000_000)
        #expect(elapsed < 10_000_000_000)
    }

    @Test("cancels a task that never waits, too")
    func busy() {
        let start = MonotonicClock.nanoseconds()
        let wasCancelled = ThreadExecutor().run(cancelAt: start + 5_000_000) { () -> Bool in
            while !Task.isCancelled, MonotonicClock.nanoseconds() < start + 10_000_000_000 { await Task.yield() }
            return Task.isCancelled
        }
        #expect(wasCancelled)
    }

    @Test("does not cancel a task that ends in time")
    func inTime() {
        let wasCancelled = ThreadExecutor().run(cancelAt: soon()) { () -> Bool in
            await Task.yield()
            return Task.isCancelled
        }
        #expect(!wasCancelled)
    }

    @Test("keeps threads apart when several run at once")
    func concurrent() throws {
        let threads = try (0..<4).map { _ in
            try Joinable { () -> Bool in
                let own = currentThread()
                return ThreadExecutor().run {
                    for _ in 0..<500 {
                        await Task.yield()
                        if currentThread() != own { return false }
                    }
                    return true
                }
            }
        }
        for thread in threads { #expect(thread.join() == true) }
    }
}

private actor Counter {
    func thread() -> UInt { currentThread() }
}
