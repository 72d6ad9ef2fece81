import Glibc

/// SIGTERM, the request to end in good order, taken by a thread instead of a handler: a thread may lock and allocate.
package enum TerminationSignal {
    /// What the thread needs: it waits, and then ends the process.
    private static let stackBytes = 128 << 10

    /// Calls `body` once, on a thread of its own, when the process gets a SIGTERM; any later one has no effect.
    ///
    /// Call it before there are other threads: they inherit the mask that keeps the signal from them. Fails, and leaves
    /// the signal as it was, when the system has no room for the thread.
    package static func listen(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
        SignalMask.block([SIGTERM])
        do throws(SystemError) {
            try PlatformThread.start(name: "sigterm", stackBytes: stackBytes) {
                _ = SignalMask.waitForSignals([SIGTERM])
                body()
            }
        } catch {
            var set = SignalMask.makeSet([SIGTERM])
            pthread_sigmask(SIG_UNBLOCK, &set, nil)
            throw error
        }
    }
}
