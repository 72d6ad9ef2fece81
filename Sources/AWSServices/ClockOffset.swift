import POSIX
import Synchronization

/// By how much a service's clock is ahead of this machine's, as far as that matters: a signature is accepted for five
/// minutes before and after its time (AWS Signature Version 4, "Troubleshooting": timestamps).
final class ClockOffset: Sendable {
    /// A smaller difference is not why a signature was refused.
    private static let tolerance: Int64 = 4 * 60 * 1_000

    private let milliseconds = Atomic<Int64>(0)

    /// The service's time, as far as it is known.
    func serviceTime(at time: Timestamp) -> Timestamp {
        time.advanced(byMilliseconds: milliseconds.load(ordering: .relaxed))
    }

    /// Takes over the service's time. False, and nothing done, when that is about what the request was signed with.
    func correct(to serviceTime: Timestamp, signedAt: Timestamp, at time: Timestamp) -> Bool {
        let difference = serviceTime.millisecondsSinceEpoch - signedAt.millisecondsSinceEpoch
        guard abs(difference) > Self.tolerance else { return false }
        let offset = serviceTime.millisecondsSinceEpoch - time.millisecondsSinceEpoch
        milliseconds.store(offset, ordering: .relaxed)
        return true
    }
}
