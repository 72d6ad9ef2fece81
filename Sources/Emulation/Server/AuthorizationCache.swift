import Synchronization

/// Authorizers' results that may be used again, by the values of all their identity sources: a result counts for every
/// method, so its policy is looked at anew for each request.
final class AuthorizationCache: Sendable {
    private struct Entry {
        let authorization: Authorization
        let expiresAt: UInt64
    }

    private static let capacity = 10_000
    private let entries = Mutex<[String: Entry]>([:])

    /// The result for an identity; nil when there is none or it is too old. Time is in nanoseconds of `MonotonicClock`.
    func authorization(for key: String, at now: UInt64) -> Authorization? {
        entries.withLock { entries in
            guard let entry = entries[key] else { return nil }
            guard entry.expiresAt > now else {
                entries[key] = nil
                return nil
            }
            return entry.authorization
        }
    }

    /// Keeps a result for so many seconds.
    func insert(_ authorization: Authorization, for key: String, seconds: Int, at now: UInt64) {
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries = entries.filter { $0.value.expiresAt > now } }
            if entries.count >= Self.capacity { entries.removeAll() }
            entries[key] = Entry(authorization: authorization, expiresAt: now + UInt64(seconds) * 1_000_000_000)
        }
    }
}
