import POSIX
import TestSupport
import Testing

@Suite("A monitor")
struct MonitorTests {
    @Test("wakes the thread whose condition a change fulfils")
    func wakes() throws {
        let monitor = Monitor(0)
        let waiting = try Joinable { monitor.wait(until: soon()) { $0 >= 3 ? $0 : nil } }
        for _ in 0..<3 { monitor.withLock { $0 += 1 } }
        #expect(waiting.join() == .some(3))
    }

    @Test("gives up at the deadline, but looks once even after it")
    func deadline() {
        let monitor = Monitor(0)
        let start = MonotonicClock.nanoseconds()
        #expect(monitor.wait(until: start + 20_000_000) { $0 == 1 ? true : nil } == nil)
        #expect(MonotonicClock.nanoseconds() - start >= 20_000_000)
        #expect(monitor.wait(until: start) { $0 == 0 ? true : nil } == true)
        #expect(!monitor.wait(until: start, for: { $0 == 1 }))
    }

    @Test("gives the lock back when a change fails")
    func throwing() {
        let monitor = Monitor(1)
        #expect(throws: SystemError.self) {
            try monitor.withLock { value throws(SystemError) in
                value = 2
                throw SystemError(code: 1, operation: "test")
            }
        }
        #expect(monitor.withLock { $0 } == 2)
    }

    @Test("loses neither an item nor a wake-up between many producers and consumers")
    func queue() throws {
        let queue = Monitor<[Int]>([])
        let room = 4
        let producers = try (0..<4).map { producer in
            try Joinable {
                for item in 0..<2_000 {
                    _ = queue.wait(until: soon()) { queue -> Void? in
                        queue.count < room ? queue.append(producer * 2_000 + item) : nil
                    }
                }
            }
        }
        let consumers = try (0..<4).map { _ in
            try Joinable {
                (0..<2_000).compactMap { _ in queue.wait(until: soon()) { $0.isEmpty ? nil : $0.removeFirst() } }
            }
        }
        for producer in producers { _ = producer.join() }
        let taken = consumers.flatMap { $0.join() ?? [] }
        #expect(taken.sorted() == Array(0..<8_000))
    }
}
