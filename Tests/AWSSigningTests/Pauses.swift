import Synchronization

/// The pauses that a provider made, instead of making them.
final class Pauses: Sendable {
    private let durations = Mutex<[Duration]>([])

    var all: [Duration] { durations.withLock { $0 } }

    func add(_ duration: Duration) { durations.withLock { $0.append(duration) } }
}
