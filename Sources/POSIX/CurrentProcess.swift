import Glibc

/// What concerns this process as a whole.
package enum CurrentProcess {
    /// The number of this process.
    package static var id: Int32 { getpid() }

    /// Ends the process at once with the status. Buffered standard streams are written; functions registered for the exit
    /// are not called, since other threads may still be using what those would take down.
    package static func exit(_ status: Int32) -> Never {
        fflush(nil)
        _exit(status)
    }
}
