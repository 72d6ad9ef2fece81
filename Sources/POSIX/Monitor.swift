/// State that threads share under a lock, and wait on: one waits until the state is as it needs it, others change it.
///
/// For threads that may block. Tasks of the cooperative pool use `Mutex` and continuations instead.
package final class Monitor<State: ~Copyable & Sendable>: @unchecked Sendable {
    // Unchecked, because the compiler cannot see that `state` is only touched while `condition` is locked.
    private let condition = ConditionVariable()
    private var state: State

    package init(_ state: consuming State) {
        self.state = state
    }

    /// Changes the state and wakes every thread that waits, to look again; none of them where nobody waits for such a
    /// change.
    package func withLock<R, E: Error>(waking: Bool = true, _ body: (inout State) throws(E) -> R) throws(E) -> R {
        condition.lock()
        defer {
            condition.unlock()
            // Not under the lock, which is the first thing those who wake want.
            if waking { condition.wakeAll() }
        }
        return try body(&state)
    }

    /// Waits until `condition` gives a value, and returns it; it may change the state in the same step. Nil when the
    /// deadline (nanoseconds of `MonotonicClock`) passes first; without a deadline it waits for ever.
    ///
    /// `condition` runs under the lock, once at the start and once each time the state was changed.
    package func wait<R>(until deadline: UInt64? = nil, _ condition: (inout State) -> R?) -> R? {
        self.condition.lock()
        var value = condition(&state)
        var goesOn = true
        while value == nil, goesOn {
            goesOn = self.condition.wait(until: deadline)
            // One more look after the deadline, too: the change may have come together with it.
            value = condition(&state)
        }
        self.condition.unlock()
        // It may have changed the state, and others may wait for just that.
        if value != nil { self.condition.wakeAll() }
        return value
    }
}

extension Monitor where State: ~Copyable {
    /// Waits until `condition` holds; false when the deadline passes first.
    package func wait(until deadline: UInt64? = nil, for condition: (borrowing State) -> Bool) -> Bool {
        wait(until: deadline) { (state: inout State) -> Void? in condition(state) ? () : nil } != nil
    }
}
