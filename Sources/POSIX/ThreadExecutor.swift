/// Runs Swift tasks on the thread that asks for it, which may block between and within their jobs.
///
/// A Lambda function serves one invocation at a time, on the thread that also talks to the Runtime API. With the
/// cooperative pool each invocation would cross to another thread and back; here a task that never suspends costs no
/// thread switch at all, and the continuation of one that does wakes exactly this thread.
///
/// Jobs come from any thread and run on the one inside `run`, in the order they came. Child tasks and actors' methods
/// called from the task run here too (SE-0417). Jobs that come while no `run` is in progress wait for the next.
package final class ThreadExecutor: TaskExecutor, @unchecked Sendable {
    // Unchecked, because the compiler cannot see that `jobs`, `isWaiting` and `loop` are only touched while `condition`
    // is locked.
    private let condition = ConditionVariable()
    private var jobs: [UnownedJob] = []
    private var isWaiting = false
    private var loop: (any EventLoop)?

    package init() {
        jobs.reserveCapacity(16)
    }

    /// Has the thread work for this loop, too, from now on; false, and nothing changed, where it has another already.
    package func adopt(_ loop: any EventLoop) -> Bool {
        condition.lock()
        let (waiter, isFree) = (waiter, self.loop == nil)
        if isFree { self.loop = loop }
        condition.unlock()
        wake(waiter)
        return isFree
    }

    /// Has the thread work for this loop no longer; nothing happens when it does not.
    package func release(_ loop: any EventLoop) {
        condition.lock()
        let waiter = waiter
        if self.loop === loop { self.loop = nil }
        condition.unlock()
        wake(waiter)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        condition.lock()
        jobs.append(job)
        let waiter = waiter
        condition.unlock()
        wake(waiter)
    }

    /// Runs `body` as a task on the calling thread and returns its result; the thread does nothing else meanwhile.
    ///
    /// When the deadline (nanoseconds of `MonotonicClock`) passes, the task is cancelled and still awaited: cancellation is
    /// a request, and the caller relies on nothing of the task being left when this returns. One thread at a time may be
    /// inside, and no job of the task may call it again.
    package func run<T: Sendable>(cancelAt deadline: UInt64? = nil, _ body: @escaping @Sendable () async -> T) -> T {
        let outcome = Outcome<T>()
        let task = Task(executorPreference: self) {
            outcome.value = await body()
        }
        var deadline = deadline
        var batch: [UnownedJob] = []
        while true {
            takeJobs(into: &batch, until: deadline)
            for job in batch { job.runSynchronously(on: asUnownedTaskExecutor()) }
            batch.removeAll(keepingCapacity: true)
            // Jobs that go on and on must not keep the loop from its turns, and what the task said last, that nobody reads
            // on, say, is not left for the next run.
            currentLoop?.perform()
            if let value = outcome.value { return value }
            // Asked whether or not there was a job: a task that only yields has to hear of its deadline too.
            if let limit = deadline, MonotonicClock.nanoseconds() >= limit {
                task.cancel()
                deadline = nil
            }
        }
    }

    private var currentLoop: (any EventLoop)? {
        condition.lock()
        defer { condition.unlock() }
        return loop
    }

    /// In what the thread waits.
    private enum Waiter {
        case condition
        case loop(any EventLoop)
    }

    /// Nil while the thread is awake. Read under the lock under which it changes, so that no wake-up is lost; one may come
    /// late, and cuts a wait short.
    private var waiter: Waiter? {
        guard isWaiting else { return nil }
        return loop.map(Waiter.loop) ?? .condition
    }

    /// Not under the lock, which is the first thing the thread wants when it wakes.
    private func wake(_ waiter: Waiter?) {
        switch waiter {
        case .condition: condition.wakeOne()
        case .loop(let loop): loop.wake()
        case nil: break
        }
    }

    /// Waits for jobs, or for the deadline, and swaps them for the empty `batch`, so that neither array is allocated anew
    /// and the lock is held for a moment only.
    private func takeJobs(into batch: inout [UnownedJob], until deadline: UInt64?) {
        condition.lock()
        while jobs.isEmpty, wait(until: deadline) {}
        swap(&jobs, &batch)
        condition.unlock()
    }

    /// Waits once, in the loop if there is one, which then has its turn; false when the deadline has passed. The condition
    /// is locked before and after.
    private func wait(until deadline: UInt64?) -> Bool {
        isWaiting = true
        guard let loop else {
            defer { isWaiting = false }
            return condition.wait(until: deadline)
        }
        condition.unlock()
        loop.wait(until: deadline)
        condition.lock()
        isWaiting = false
        condition.unlock()
        loop.perform()
        condition.lock()
        return deadline.map { MonotonicClock.nanoseconds() < $0 } ?? true
    }
}

/// Where a task leaves its result.
private final class Outcome<T: Sendable>: @unchecked Sendable {
    // Unchecked, because it is written by a job of the executor and read between jobs, all on the one thread in `run`.
    var value: T?
}
