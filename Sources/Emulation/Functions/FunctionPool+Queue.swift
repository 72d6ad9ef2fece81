import POSIX

// How an invocation gets a sandbox.
extension FunctionPool {
    /// Gives the invocation a sandbox that waits for an event; without one it joins the queue.
    func enter(_ invocation: Invocation) {
        let now = MonotonicClock.nanoseconds()
        let (dispatch, launch) = state.withLock { state -> (Dispatch?, Int?) in
            if let number = state.idle.last, state.waiting.isEmpty {
                guard invocation.sink != nil else {
                    invocation.end(.answered)
                    return (nil, nil)
                }
                state.idle.removeLast()
                return (assign(invocation, to: number, in: &state, at: now), nil)
            }
            state.waiting.append(Waiting(invocation: invocation, since: now))
            let finishing = state.records.values.count { record in
                if case .finishing = record.phase { !record.isEnding } else { false }
            }
            let unserved = state.waiting.count { $0.starting == nil }
            return (nil, unserved > finishing ? scaleOut(for: invocation, in: &state, at: now) : nil)
        }
        if let dispatch { send(dispatch) }
        if let launch { start(launch) }
    }

    /// Takes the invocation out of the queue, if it is there still.
    func leave(_ invocation: Invocation) {
        state.withLock { state in state.waiting.removeAll { $0.invocation === invocation } }
    }

    /// Looks after an invocation that has waited for a while; returns when to look again.
    func review(_ invocation: Invocation, at now: UInt64) -> UInt64 {
        var throttled = false
        let (alarm, launch) = state.withLock { state -> (UInt64, Int?) in
            guard let index = state.waiting.firstIndex(where: { $0.invocation === invocation }) else {
                return (.max, nil)
            }
            // The sandbox that starts for it may become another's: look again.
            guard state.waiting[index].starting == nil else { return (now + settings.throttleNanoseconds, nil) }
            if let number = scaleOut(for: invocation, in: &state, at: now) {
                return (now + settings.throttleNanoseconds, number)
            }
            let patience = max(state.waiting[index].since, state.lastProgress) + settings.throttleNanoseconds
            guard now >= patience else { return (patience, nil) }
            state.waiting.remove(at: index)
            throttled = true
            return (.max, nil)
        }
        if throttled { invocation.end(.throttled) }
        if let launch { start(launch) }
        return alarm
    }

    /// Makes room for one more sandbox, for an invocation in the queue; returns its number, or nil at the limit.
    func scaleOut(for invocation: Invocation, in state: inout State, at now: UInt64) -> Int? {
        guard state.records.count < settings.maxEnvironments, !state.isShutDown,
            let index = state.waiting.firstIndex(where: { $0.invocation === invocation })
        else { return nil }
        let number = state.nextNumber
        let sandbox: Sandbox
        do throws(SystemError) {
            sandbox = try Sandbox(number: number, function: function, startedAt: .now())
        } catch {
            log.complain("no sandbox can be started: \(error)")
            return nil
        }
        state.nextNumber += 1
        let deadline = now + settings.initTimeoutNanoseconds
        state.records[number] = Record(sandbox: sandbox, startedAt: now, deadline: deadline)
        state.waiting[index].starting = number
        return number
    }

    /// Starts the process of a sandbox that there is room for.
    func start(_ number: Int) {
        guard let record = state.withLock({ $0.records[number] }) else { return }
        let sandbox = record.sandbox
        do throws(SystemError) {
            try sandbox.start(
                with: launcher,
                serve: { RuntimeAPI(pool: self, sandbox: sandbox, connection: $0).serve() },
                ended: { self.ended(sandbox, status: $0) }
            )
            if let deadline = record.deadline { watch(deadline) }
        } catch {
            log.complain("could not be started: \(error)")
            state.withLock { $0.records[number]?.hasReportedFailure = true }
            ended(sandbox, status: "could not be started")
        }
    }

    /// Hands the sandboxes that start to the invocations that are left when one got another than its own.
    func settleStarts(in state: inout State, servedBy number: Int, its starting: Int?) {
        guard starting != number else { return }
        if let other = state.waiting.firstIndex(where: { $0.starting == number }) {
            state.waiting[other].starting = starting
        } else if let starting, let other = state.waiting.firstIndex(where: { $0.starting == nil }) {
            state.waiting[other].starting = starting
        }
    }
}
