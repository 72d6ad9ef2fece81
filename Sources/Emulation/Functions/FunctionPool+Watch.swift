import POSIX

// Killing what takes too long.
extension FunctionPool {
    /// Makes sure that the watch looks at this time (nanoseconds of `MonotonicClock`).
    func watch(_ deadline: UInt64) {
        watch.withLock { $0 = min($0 ?? .max, deadline) }
    }

    func watchDeadlines() {
        while true {
            // Before the look at the state: a deadline that is set after it wakes the wait below.
            watch.withLock { $0 = nil }
            let now = MonotonicClock.nanoseconds()
            let (late, next, isShutDown) = state.withLock { state in
                let late = state.records.values.filter { !$0.isEnding && $0.deadline ?? .max <= now }
                for record in late { state.records[record.sandbox.number]?.isEnding = true }
                let next = state.records.values.filter { !$0.isEnding }.compactMap(\.deadline).min()
                state.watchedDeadline = next
                return (late, next, state.isShutDown)
            }
            if isShutDown { return }
            for record in late { end(record) }
            _ = watch.wait(until: next) { $0 ?? .max < next ?? .max }
        }
    }

    private func end(_ record: Record) {
        state.withLock { $0.records[record.sandbox.number]?.hasReportedFailure = true }
        // All is said before the end is seen, which says less.
        defer { record.sandbox.kill() }
        switch record.phase {
        case .running(let invocation):
            log.timedOut(invocation.id, afterSeconds: function.timeoutSeconds)
            invocation.end(.timedOut)
        case .starting:
            log.complain("did not ask for an event in time to start", output: record.sandbox.lastOutput)
        case .finishing(let invocation):
            log.timedOut(invocation.id, afterSeconds: function.timeoutSeconds)
        case .idle, .disconnected: break
        }
    }
}
