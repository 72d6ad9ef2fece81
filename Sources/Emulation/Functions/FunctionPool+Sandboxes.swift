import POSIX

// What sandboxes do: ask for events, answer, end.
extension FunctionPool {
    /// An event to be sent to a sandbox.
    struct Dispatch {
        let invocation: Invocation
        let connection: Connection
        let sandbox: Sandbox
        /// When the function must have answered; set where the watch must be told.
        let newDeadline: UInt64?
    }

    /// What becomes of a sandbox's request for an event.
    enum NextEvent {
        case dispatch(Dispatch)
        /// There is none yet; it will be sent when there is.
        case wait
        /// The sandbox has an invocation that it has not answered.
        case refused
    }

    /// A sandbox asks for an event on a connection: it is done with what it had.
    func next(for sandbox: Sandbox, on connection: Connection) -> NextEvent {
        let now = MonotonicClock.nanoseconds()
        var report: Report?
        let event = state.withLock { state -> NextEvent in
            guard var record = state.records[sandbox.number], !record.isEnding else { return .wait }
            switch record.phase {
            case .running(let invocation) where !invocation.hasEnded: return .refused
            case .starting: record.initNanoseconds = now - record.startedAt
            case .finishing(let invocation), .running(let invocation):
                report = Report(invocation, record, at: now)
                record.initNanoseconds = nil
            case .idle, .disconnected: state.idle.removeAll { $0 == sandbox.number }
            }
            record.phase = .idle(connection)
            record.deadline = nil
            state.records[sandbox.number] = record
            state.lastProgress = now
            while let next = state.waiting.first {
                state.waiting.removeFirst()
                settleStarts(in: &state, servedBy: sandbox.number, its: next.starting)
                guard next.invocation.sink != nil else {
                    next.invocation.end(.answered)
                    continue
                }
                return assign(next.invocation, to: sandbox.number, in: &state, at: now).map(NextEvent.dispatch) ?? .wait
            }
            state.idle.append(sandbox.number)
            return .wait
        }
        if let report { log.report(report) }
        return event
    }

    /// Marks a sandbox that waits for an event as having one; nil when it does not wait.
    func assign(
        _ invocation: Invocation,
        to number: Int,
        in state: inout State,
        at now: UInt64
    ) -> Dispatch? {
        guard var record = state.records[number], case .idle(let connection) = record.phase else { return nil }
        record.phase = .running(invocation)
        record.invokedAt = now
        let deadline = now + UInt64(function.timeoutSeconds) * 1_000_000_000
        record.deadline = deadline
        state.records[number] = record
        invocation.start()
        // As a rule an earlier invocation's deadline is watched already, and nobody need be woken.
        let isEarlier = deadline < state.watchedDeadline ?? .max
        if isEarlier { state.watchedDeadline = deadline }
        return Dispatch(
            invocation: invocation,
            connection: connection,
            sandbox: record.sandbox,
            newDeadline: isEarlier ? deadline : nil
        )
    }

    /// Sends an event to the sandbox that got it.
    func send(_ dispatch: Dispatch) {
        let invocation = dispatch.invocation
        log.start(invocation.id)
        let timeout = Int64(function.timeoutSeconds) * 1_000
        if let deadline = dispatch.newDeadline { watch(deadline) }
        let head = RuntimeAPI.eventHead(
            invocation,
            function: function,
            deadline: Timestamp.now().advanced(byMilliseconds: timeout)
        )
        do throws(SystemError) {
            try dispatch.connection.socket.send(head, invocation.event)
        } catch {
            // The function has gone while it waited: what is left of it must not get another event.
            dispatch.sandbox.kill()
        }
    }

    /// The invocation with this id, when the sandbox has it and has not answered.
    func invocation(_ id: String, of sandbox: Sandbox) -> Invocation? {
        state.withLock { state in
            guard case .running(let invocation) = state.records[sandbox.number]?.phase, invocation.id == id else {
                return nil
            }
            return invocation
        }
    }

    /// The sandbox has answered its invocation, and may ask for the next event.
    func answered(_ invocation: Invocation, by sandbox: Sandbox) {
        state.withLock { state in
            guard case .running(let current) = state.records[sandbox.number]?.phase, current === invocation else {
                return
            }
            state.records[sandbox.number]?.phase = .finishing(invocation)
        }
    }

    /// The function says that it cannot start.
    func initFailed(_ error: FunctionError, in sandbox: Sandbox) {
        state.withLock { $0.records[sandbox.number]?.hasReportedFailure = true }
        log.complain("could not start: \(error.type): \(error.message)")
    }

    /// A connection of the sandbox has closed; it may be the one on which it waited for an event.
    func closed(_ connection: Connection, of sandbox: Sandbox) {
        state.withLock { state in
            guard case .idle(let waiting) = state.records[sandbox.number]?.phase, waiting === connection else { return }
            state.records[sandbox.number]?.phase = .disconnected
            state.idle.removeAll { $0 == sandbox.number }
        }
    }

    /// The sandbox's process has ended, and nothing more comes from it.
    func ended(_ sandbox: Sandbox, status: String) {
        let now = MonotonicClock.nanoseconds()
        let record = state.withLock { state -> Record? in
            state.idle.removeAll { $0 == sandbox.number }
            state.records[sandbox.number]?.isEnding = true
            return state.isShutDown ? nil : state.records[sandbox.number]
        }
        if let record { tellEnd(of: record, status: status, at: now) }
        for number in remove(sandbox, at: now) { start(number) }
    }

    /// Forgets the sandbox; returns the numbers of those that are to be started for invocations that found no room.
    private func remove(_ sandbox: Sandbox, at now: UInt64) -> [Int] {
        state.withLock { state in
            if case .running(let invocation) = state.records.removeValue(forKey: sandbox.number)?.phase {
                invocation.end(.crashed)
            }
            if let index = state.waiting.firstIndex(where: { $0.starting == sandbox.number }) {
                state.waiting.remove(at: index).invocation.end(.notStarted)
            }
            return state.waiting.filter { $0.starting == nil }.compactMap { waiting in
                scaleOut(for: waiting.invocation, in: &state, at: now)
            }
        }
    }

    private func tellEnd(of record: Record, status: String, at now: UInt64) {
        var occasion = "between requests"
        switch record.phase {
        case .starting: occasion = "could not start"
        case .running(let invocation):
            log.report(Report(invocation, record, at: now))
            occasion = "request \(invocation.id)"
        case .finishing(let invocation):
            log.report(Report(invocation, record, at: now))
            occasion = "after request \(invocation.id)"
        case .idle, .disconnected: break
        }
        guard !record.hasReportedFailure else { return }
        log.complain("\(occasion): \(status)", output: record.sandbox.lastOutput)
    }
}
