import POSIX
import Synchronization

/// A clock that a test sets.
final class Clock: Sendable {
    private let time = Mutex(Timestamp(millisecondsSinceEpoch: 0))

    var now: Timestamp { time.withLock { $0 } }

    func advance(seconds: Int64) {
        time.withLock { $0 = $0.advanced(byMilliseconds: seconds * 1_000) }
    }
}
