import Glibc

/// A program run as a child of this process. It gets the arguments and the environment it is told, /dev/null as its
/// standard input, and no descriptor but the three standard ones.
///
/// A child with a process group of its own does not outlive this process, however that ends: PR_SET_PDEATHSIG would do it
/// only for the thread that started the child, so a pipe does. A shell started with the child, in its group, reads a pipe
/// that nobody writes; the kernel closes the pipe with this process, the read ends, and the shell kills the group. While
/// the shell waits, the group exists, so its number cannot have become another's.
package final class ChildProcess: Sendable {
    private struct State: ~Copyable, Sendable {
        var status: ExitStatus?
        /// The end of the pipe that stays with this process; dropped, it ends what is left of the child's group.
        var lifeline: FileDescriptor?
    }

    /// How a child ended.
    package enum ExitStatus: Sendable, Equatable {
        /// It returned or called exit(3) with this code; 127 when the program could not be run.
        case exited(Int32)
        /// A signal ended it.
        case signalled(Int32)
    }

    /// The child's process number, its group's too when it has its own.
    package let processID: Int32
    private let ownsProcessGroup: Bool
    private let state: Monitor<State>

    /// Starts the program. Fails when it is not there or not executable, and when the system has no room for a process.
    package init(_ command: Command) throws(SystemError) {
        let pipe = try Pipe.open()
        let reader = FileDescriptor(owning: pipe.reader)
        let writer = FileDescriptor(owning: pipe.writer)
        processID = try command.spawn(lifeline: reader)
        ownsProcessGroup = command.ownsProcessGroup
        state = Monitor(State(status: nil, lifeline: writer))
        do throws(SystemError) {
            try PlatformThread.start(name: "reaper", stackBytes: 256 << 10) { [processID, state] in
                Self.reap(processID, state)
            }
        } catch {
            signal(SIGKILL)
            Self.reap(processID, state)
            throw error
        }
    }

    /// Sends the signal to the child, and to its group when it has its own; nothing when it has ended.
    package func signal(_ number: Int32) {
        state.withLock { state in
            // Under the lock that `reap` takes, so that the number is still this child's.
            if state.status == nil { _ = kill(ownsProcessGroup ? -processID : processID, number) }
        }
    }

    /// Waits until the child has ended; nil when the deadline (nanoseconds of `MonotonicClock`) passes first. A child with
    /// a group of its own takes with it what it started there.
    package func wait(until deadline: UInt64? = nil) -> ExitStatus? {
        state.wait(until: deadline) { state in state.status }
    }

    /// Asks the child to end with SIGTERM, and ends it with SIGKILL when it is there still after the grace.
    @discardableResult
    package func terminate(graceMilliseconds: UInt64) -> ExitStatus? {
        signal(SIGTERM)
        if let status = wait(until: MonotonicClock.nanoseconds() + graceMilliseconds * 1_000_000) { return status }
        signal(SIGKILL)
        return wait()
    }

    private static func reap(_ processID: Int32, _ state: borrowing Monitor<State>) {
        var information = siginfo_t()
        // WNOWAIT leaves the zombie, and with it the process number, until nobody can send it a signal any more.
        while waitid(P_PID, id_t(processID), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        state.withLock { state in
            var status: Int32 = 0
            while waitpid(processID, &status, 0) < 0, errno == EINTR {}
            let signal = status & 0x7f
            state.status = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
            state.lifeline = nil
        }
    }
}
