import Glibc
package import POSIX

/// A body running on a thread of its own, to be joined.
package final class Joinable<T: Sendable>: Sendable {
    private let result = Monitor<T?>(nil)

    /// Starts the thread.
    package init(_ body: @escaping @Sendable () -> T) throws(SystemError) {
        try PlatformThread.start(name: "test") { [result] in
            let value = body()
            result.withLock { $0 = value }
        }
    }

    /// The body's result, once it is there; nil when the test hangs.
    package func join() -> T? {
        result.wait(until: soon()) { $0 }
    }
}

/// The calling thread's identity; a function that async code may call, too.
package func currentThread() -> UInt { UInt(pthread_self()) }
