package import POSIX

/// A fixed window of UTC clock time in which requests are counted.
package enum RateWindow: String, Sendable, CaseIterable {
    case minute

    /// The window's length in seconds.
    package var seconds: Int64 {
        switch self {
        case .minute: 60
        }
    }

    /// The member of the record's `rateLimit` map that holds the window's limit.
    var limitName: String {
        switch self {
        case .minute: "requestsPerMinute"
        }
    }

    /// What the names of this window's counters begin with in a key's item.
    var counterPrefix: String {
        switch self {
        case .minute: "requestsInMinute#"
        }
    }

    /// The number of the window that holds a time, counted from the epoch.
    func index(at time: Timestamp) -> Int64 {
        time.seconds / seconds
    }

    /// The attribute that counts the requests of the window that holds a time.
    func counter(at time: Timestamp) -> String {
        counterPrefix + String(index(at: time))
    }

    /// The attribute that counted the window before the last. The last one's is still needed: a write of another sandbox
    /// may be late, or its clock slow, and must not find the count gone.
    func expiredCounter(at time: Timestamp) -> String {
        counterPrefix + String(index(at: time) - 2)
    }

    /// Whether an attribute counts a window of this kind that no write can mean any more.
    func isExpiredCounter(_ name: String, at time: Timestamp) -> Bool {
        guard name.hasPrefix(counterPrefix), let index = Int64(name.dropFirst(counterPrefix.count)) else {
            return false
        }
        return index < self.index(at: time) - 1
    }

    /// Whole seconds until the window that holds a time ends; at least 1.
    package func secondsUntilEnd(at time: Timestamp) -> Int {
        Int(seconds - time.seconds % seconds)
    }
}
