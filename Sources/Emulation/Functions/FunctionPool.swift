import POSIX

/// The sandboxes of one function, and the invocations that wait for one.
///
/// As Lambda does it: a sandbox has one invocation at a time, the one used last is used first, and there are more of
/// them when all are busy, up to a limit. Different from Lambda, an invocation takes whichever sandbox comes free
/// first, the one started for it or another, and waits for a while before it is throttled, so that a short burst is
/// served.
final class FunctionPool: Sendable {
    /// How a pool behaves.
    struct Settings: Sendable {
        /// So many sandboxes at most.
        var maxEnvironments = 8
        /// How long a function may take from its start to its first request for an event.
        var initTimeoutNanoseconds: UInt64 = 10_000_000_000
        /// An invocation is throttled when no sandbox came free for so long.
        var throttleNanoseconds: UInt64 = 1_000_000_000
        /// How long an invocation waits for a sandbox that has answered and is about to ask for more, before another is
        /// started: a client that sends one request after another then stays with one sandbox.
        var graceNanoseconds: UInt64 = 20_000_000

        init() {}
    }

    /// An invocation that waits.
    struct Waiting: Sendable {
        let invocation: Invocation
        let since: UInt64
        /// The sandbox that is starting for it, whichever it gets in the end.
        var starting: Int?
    }

    /// A sandbox's part of the pool's state.
    struct Record: Sendable {
        enum Phase: Sendable {
            /// It has not asked for an event yet.
            case starting
            /// It waits for an event on this connection.
            case idle(Connection)
            case running(Invocation)
            /// It has answered, and has not asked for the next event yet.
            case finishing(Invocation)
            /// It dropped the connection on which it waited.
            case disconnected
        }

        let sandbox: Sandbox
        var phase = Phase.starting
        let startedAt: UInt64
        /// From its start to its first request for an event; told in the first report.
        var initNanoseconds: UInt64?
        /// When the invocation it has began.
        var invokedAt: UInt64 = 0
        /// When it is killed: the end of the time to start, or of the function's `Timeout`.
        var deadline: UInt64?
        /// Its process has ended, or is about to.
        var isEnding = false
        /// Why it ends has been said.
        var hasReportedFailure = false
    }

    struct State: Sendable {
        var records: [Int: Record] = [:]
        /// Numbers of the sandboxes that wait for an event, the one used last at the end.
        var idle: [Int] = []
        var waiting: [Waiting] = []
        var nextNumber = 1
        /// When a sandbox came free last.
        var lastProgress: UInt64 = 0
        /// When the watch looks next; nil while there is nothing to watch.
        var watchedDeadline: UInt64?
        var isShutDown = false
    }

    let function: FunctionDefinition
    let settings: Settings
    let log: FunctionLog
    let launcher: any SandboxLauncher
    /// A `Monitor` though nobody waits on it: under load a `Mutex` of Synchronization spins, and hands itself over from
    /// thread to thread, for a third of all time.
    let state = Monitor(State())
    /// Wakes the thread that kills what takes too long.
    let watch = Monitor<UInt64?>(nil)

    init(
        function: FunctionDefinition,
        settings: Settings = Settings(),
        log: FunctionLog,
        launcher: any SandboxLauncher
    ) throws(SystemError) {
        self.function = function
        self.settings = settings
        self.log = log
        self.launcher = launcher
        try PlatformThread.start(name: "watch", stackBytes: 256 << 10) { self.watchDeadlines() }
    }

    /// Starts a sandbox and waits until it is ready; false when it does not become so, which has been told on standard
    /// error then.
    func warmUp() -> Bool {
        let invocation = Invocation(event: [], sink: nil)
        let patience = settings.initTimeoutNanoseconds + 2_000_000_000
        return invoke(invocation, until: MonotonicClock.nanoseconds() + patience) == .answered
    }

    /// Has the function handle an event, and waits for the end of it. When the deadline (nanoseconds of
    /// `MonotonicClock`) passes first, the function goes on, but its answer is dropped.
    func invoke(_ invocation: Invocation, until deadline: UInt64) -> Invocation.Outcome {
        enter(invocation)
        let patience = min(settings.graceNanoseconds, settings.throttleNanoseconds)
        var alarm = min(deadline, MonotonicClock.nanoseconds() + patience)
        while true {
            if let outcome = invocation.wait(until: alarm) { return outcome }
            let now = MonotonicClock.nanoseconds()
            if now >= deadline {
                leave(invocation)
                invocation.end(.abandoned)
                return invocation.wait(until: 0) ?? .abandoned
            }
            alarm = min(deadline, review(invocation, at: now))
        }
    }

    /// Asks all sandboxes to end, and starts no more.
    func requestEnd() {
        let sandboxes = state.withLock { state in
            state.isShutDown = true
            return state.records.values.map(\.sandbox)
        }
        watch.withLock { $0 = 0 }
        for sandbox in sandboxes { sandbox.requestEnd() }
    }

    /// Waits until no sandbox is left, and all was said about their ends; false when the deadline passes first.
    func waitUntilEmpty(until deadline: UInt64) -> Bool {
        state.wait(until: deadline) { $0.records.isEmpty }
    }

    /// Waits until all sandboxes have ended, and kills those that are there still at the deadline (nanoseconds of
    /// `MonotonicClock`).
    func waitForEnd(until deadline: UInt64) {
        let sandboxes = state.withLock { $0.records.values.map(\.sandbox) }
        for sandbox in sandboxes where !sandbox.waitForEnd(until: deadline) { sandbox.kill() }
        for sandbox in sandboxes { _ = sandbox.waitForEnd(until: deadline + 500_000_000) }
    }
}
