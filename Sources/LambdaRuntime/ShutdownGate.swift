import POSIX

/// Lets invocations begin until the process is asked to end, and then sees to it that those in flight come to theirs.
///
/// Shared by all loops and the thread that hears of SIGTERM. Lambda gives the runtime 500 ms after the signal, 300 ms
/// where external extensions take part in the shutdown, and then kills it ("Shutdown phase", Lambda developer guide).
final class ShutdownGate: Sendable {
    private struct State: Sendable {
        var isClosed = false
        var inFlight = 0
        /// The task of each loop's invocation, by the loop's number; nil between two of them.
        var tasks: [RunningTask?]
    }

    private let state: Monitor<State>
    private let finishNanoseconds: UInt64
    private let cancelNanoseconds: UInt64

    /// - Parameters:
    ///   - loops: how many loops come through.
    ///   - finishMilliseconds: how long an invocation may go on by itself before its task is cancelled.
    ///   - cancelMilliseconds: how long it may take to end then: its answer, its settlement, its log line.
    init(loops: Int, finishMilliseconds: UInt64 = 120, cancelMilliseconds: UInt64 = 150) {
        state = Monitor(State(tasks: Array(repeating: nil, count: loops)))
        finishNanoseconds = finishMilliseconds * 1_000_000
        cancelNanoseconds = cancelMilliseconds * 1_000_000
    }

    /// Begins an invocation; false when the process is ending. To be called from its task, which must call `detach` before
    /// it ends.
    func enter(_ task: RunningTask, loop: Int) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.inFlight += 1
            state.tasks[loop] = task
            return true
        }
    }

    /// From now on the invocation's task is left alone.
    func detach(loop: Int) {
        state.withLock { $0.tasks[loop] = nil }
    }

    /// Ends an invocation: its answer is out, or given up. False when the process is ending, and no event may be asked for
    /// any more.
    func leave() -> Bool {
        state.withLock { state in
            state.inFlight -= 1
            return !state.isClosed
        }
    }

    /// Lets no other invocation begin, waits for those in flight, cancels them when that takes too long, and waits once
    /// more. Returns how many are not at their end even then.
    func shutDown() -> Int {
        state.withLock { $0.isClosed = true }
        let cancelTime = MonotonicClock.nanoseconds() + finishNanoseconds
        if state.wait(until: cancelTime, for: { $0.inFlight == 0 }) { return 0 }
        state.withLock { state in
            for task in state.tasks { task?.cancel() }
        }
        _ = state.wait(until: cancelTime + cancelNanoseconds, for: { $0.inFlight == 0 })
        return state.withLock { $0.inFlight }
    }

    /// Waits until no invocation may begin any more.
    func waitUntilClosed() {
        _ = state.wait(for: { $0.isClosed })
    }

    /// Waits until no invocation is in flight: a loop that returned earlier would end the process under the others.
    func waitUntilIdle() {
        _ = state.wait(for: { $0.inFlight == 0 })
    }
}

/// A task that another thread may cancel while it runs.
struct RunningTask: @unchecked Sendable {
    // Unchecked, because the reference counts nothing: whoever keeps it drops it before the task ends (`ShutdownGate`).
    // Cancelling is what UnsafeCurrentTask lets other threads do.
    private let task: UnsafeCurrentTask

    init(_ task: UnsafeCurrentTask) {
        self.task = task
    }

    func cancel() { task.cancel() }
}
