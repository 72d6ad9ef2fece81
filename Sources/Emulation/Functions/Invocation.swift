import POSIX

/// One event on its way to a function, and what came of it.
///
/// Two threads meet here: the one that wants the answer, and the one that reads it from the function's connection.
final class Invocation: Sendable {
    /// How it ended.
    enum Outcome: Sendable, Equatable {
        /// The sink has the whole answer.
        case answered
        /// The function reported an error.
        case failed(FunctionError)
        /// The function ended, or dropped the connection, before its answer was complete.
        case crashed
        /// The function took longer than its `Timeout`.
        case timedOut
        /// No sandbox could be started for it.
        case notStarted
        /// Every sandbox is busy, and none has come free for a while.
        case throttled
        /// The sink refused the answer.
        case refused(ResponseSinkError)
        /// The caller stopped waiting.
        case abandoned
    }

    private enum Phase {
        case waiting
        case running
        case answering
        case ended(Outcome)
    }

    let id: String
    let event: [UInt8]
    let trace: String?
    /// Nil for an invocation that only wants a sandbox to be ready.
    let sink: (any ResponseSink)?
    private let phase = Monitor<Phase>(.waiting)

    init(id: String = Identifier.uuid(), event: [UInt8], trace: String? = nil, sink: (any ResponseSink)?) {
        self.id = id
        self.event = event
        self.trace = trace
        self.sink = sink
    }

    /// A sandbox has taken it.
    func start() {
        phase.withLock(waking: false) { phase in
            if case .waiting = phase { phase = .running }
        }
    }

    /// The function begins to answer; false when nobody waits for the answer any more.
    func beginAnswer() -> Bool {
        phase.withLock(waking: false) { phase in
            guard case .running = phase else { return false }
            phase = .answering
            return true
        }
    }

    /// Ends it, unless it has ended already; returns whether it has not.
    @discardableResult
    func end(_ outcome: Outcome) -> Bool {
        phase.withLock { phase in
            if case .ended = phase { return false }
            phase = .ended(outcome)
            return true
        }
    }

    var hasEnded: Bool {
        phase.withLock(waking: false) { phase in
            if case .ended = phase { true } else { false }
        }
    }

    /// Waits for the end; nil when the deadline (nanoseconds of `MonotonicClock`) passes first.
    func wait(until deadline: UInt64) -> Outcome? {
        phase.wait(until: deadline) { phase in
            if case .ended(let outcome) = phase { outcome } else { nil }
        }
    }
}
