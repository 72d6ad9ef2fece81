import Synchronization

/// What a client may spend on attempts beyond the first, so that a service that fails every call gets as many calls and
/// not four times as many (AWS SDKs and Tools Reference Guide, "Retry behavior": the retry quota).
///
/// A further attempt costs tokens, twice as many after a call that got no answer at all. An attempt that succeeds brings
/// back what it cost, and a first attempt that does brings one token. With nothing left, a failure is final at once.
package final class RetryBudget: Sendable {
    /// The cost of an attempt after an answer, and after none.
    static let answeredCost = 5
    static let unansweredCost = 10

    private let capacity: Int
    private let tokens: Mutex<Int>

    /// - Parameter capacity: tokens at the beginning, and at most. The SDKs' 500 are for servers; a sandbox has one
    ///   request at a time.
    package init(capacity: Int = 100) {
        self.capacity = capacity
        tokens = Mutex(capacity)
    }

    /// Takes the tokens when they are there.
    func withdraw(_ cost: Int) -> Bool {
        tokens.withLock { tokens in
            guard tokens >= cost else { return false }
            tokens -= cost
            return true
        }
    }

    /// An attempt succeeded that had cost so much; 0 for a first one.
    func succeeded(at cost: Int) {
        tokens.withLock { $0 = min($0 + max(cost, 1), capacity) }
    }
}
