import Glibc
import POSIX
import TestSupport

/// A body running on a thread of its own, to be joined.
final class Joinable<T: Sendable>: Sendable {
    private let result = Monitor<T?>(nil)

    init(_ body: @escaping @Sendable () -> T) throws {
        try PlatformThread.start(name: "test") { [result] in
            let value = body()
            result.withLock { $0 = value }
        }
    }

    /// The body's result, once it is there; nil after ten seconds.
    func join() -> T? {
        result.wait(until: soon()) { $0 }
    }
}

/// The calling thread's identity; a function that async code may call, too.
func currentThread() -> UInt { UInt(pthread_self()) }
