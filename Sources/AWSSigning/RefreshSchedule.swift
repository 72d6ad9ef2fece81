import POSIX

/// When a source of credentials is asked again.
///
/// Jitter is a number in 0..<1. EC2 has new credentials five minutes before the old ones expire and not earlier
/// (Amazon EC2 User Guide, "Retrieve security credentials from instance metadata"), so it only ever delays.
struct RefreshSchedule: Sendable {
    /// How long before their expiration credentials are refreshed, at the earliest; and the part of it that jitter may
    /// take away.
    private static let margin: Int64 = 5 * 60 * 1_000
    private static let marginJitter: Double = 60 * 1_000
    /// How long credentials without an expiration are kept.
    private static let endlessLife: Int64 = 5 * 60 * 1_000
    /// The least time between two tries while there are valid credentials.
    private static let calmPause: Int64 = 10 * 1_000
    /// The first pause after a failure without valid credentials, and the longest after any.
    private static let firstPause: Int64 = 1_000
    private static let longestPause: Int64 = 60 * 1_000

    private var refreshAt = Timestamp(millisecondsSinceEpoch: .min)
    private var succeededAt = Timestamp(millisecondsSinceEpoch: .min)
    private var failures = 0

    /// Whether there is to be a refresh.
    func isDue(at time: Timestamp) -> Bool { time >= refreshAt }

    /// Whether credentials that a service refuses are old enough for others to be there.
    func mayAskAgain(at time: Timestamp) -> Bool {
        failures == 0 && time >= succeededAt.advanced(byMilliseconds: Self.calmPause)
    }

    /// Makes a refresh due.
    mutating func askNow() { refreshAt = Timestamp(millisecondsSinceEpoch: .min) }

    /// Credentials came.
    mutating func succeeded(at time: Timestamp, expiration: Timestamp?, jitter: Double) {
        failures = 0
        succeededAt = time
        let later = Int64(Self.marginJitter * jitter)
        guard let expiration else {
            refreshAt = time.advanced(byMilliseconds: Self.endlessLife + later)
            return
        }
        // Credentials that live for less than the margin must not be asked for by every call, nor those that seem to
        // have expired already.
        let pause = time.advanced(byMilliseconds: Self.calmPause)
        refreshAt = max(
            expiration.advanced(byMilliseconds: later - Self.margin),
            expiration > time ? min(pause, expiration) : pause
        )
    }

    /// None came: the next try is due after a pause that doubles, and is up to a quarter longer by jitter; but no later
    /// than the credentials that are there, if any are valid, expire.
    mutating func failed(at time: Timestamp, current: Credentials?, jitter: Double) {
        let first = current == nil ? Self.firstPause : Self.calmPause
        let pause = min(first << min(failures, 16), Self.longestPause)
        failures += 1
        refreshAt = time.advanced(byMilliseconds: pause + Int64(Double(pause) / 4 * jitter))
        if let end = current?.expiration { refreshAt = min(refreshAt, end) }
    }
}
