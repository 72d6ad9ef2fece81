import CCurl
import Glibc
import POSIX
import Synchronization

/// The one thread in which libcurl works, and the queue through which tasks speak to it.
///
/// The thread starts with the first transfer and ends with `shutDown`. It alone touches libcurl's handles, so a task
/// never waits for libcurl, and nothing but the queue needs a lock.
final class TransferDriver: Sendable {
    /// What a task wants of the thread.
    enum Command {
        case start(Transfer)
        case resume(Transfer)
        case cancel(Transfer)
    }

    private enum Phase { case idle, running, stopped }

    private struct Queue {
        var commands: [Command] = []
        var phase = Phase.idle
        /// What to wake while the thread waits inside libcurl; nil while it does not, and will look at the queue anyway.
        var sleeper: MultiHandle.Waker?
    }

    private let configuration: HTTPClient.Configuration
    private let queue = Mutex(Queue())

    init(_ configuration: HTTPClient.Configuration) {
        self.configuration = configuration
    }

    // MARK: From any thread

    /// Begins the transfer; its recipient hears of everything else.
    func submit(_ transfer: Transfer) {
        let (phase, sleeper) = queue.withLock { queue in
            let phase = queue.phase
            guard phase != .stopped else { return (phase, MultiHandle.Waker?.none) }
            queue.phase = .running
            queue.commands.append(.start(transfer))
            return (phase, queue.sleeper.take())
        }
        // Not under the lock, which the thread takes first thing when it wakes.
        sleeper?.wake()
        switch phase {
        case .idle: startThread()
        case .running: break
        case .stopped: transfer.finish(HTTPClientError(.shutDown, nothingSent: true))
        }
    }

    /// Says something about a transfer that was or will be submitted.
    func enqueue(_ command: Command) {
        let sleeper = queue.withLock { queue in
            if queue.phase != .stopped { queue.commands.append(command) }
            return queue.sleeper.take()
        }
        sleeper?.wake()
    }

    /// Ends the thread, and with it every transfer. Does not wait for that.
    func shutDown() {
        let (phase, sleeper) = queue.withLock { queue in
            defer { queue.phase = .stopped }
            return (queue.phase, queue.sleeper.take())
        }
        sleeper?.wake()
        if phase == .idle { failQueued(.shutDown) }
    }

    private func startThread() {
        do {
            try PlatformThread.start(name: "http-client") { self.run() }
        } catch {
            queue.withLock { $0.phase = .stopped }
            failQueued(.other(code: Int32(bitPattern: CURLE_FAILED_INIT.rawValue)))
        }
    }

    // MARK: In the thread

    private func run() {
        // OpenSSL writes to sockets that the peer may have closed.
        SignalMask.block([SIGPIPE])
        if ccurl_initialize() == CURLE_OK, let loop = DriverLoop(configuration) {
            loop.run(self)
            failQueued(.shutDown)
        } else {
            queue.withLock { $0.phase = .stopped }
            failQueued(.other(code: Int32(bitPattern: CURLE_FAILED_INIT.rawValue)))
        }
    }

    /// The commands that wait, in order, and whether the thread is to go on. `spare`, an empty array, takes their place, so
    /// that no memory is allocated each time.
    func takeCommands(leaving spare: [Command]) -> (commands: [Command], goesOn: Bool) {
        queue.withLock { queue in
            queue.sleeper = nil
            defer { queue.commands = spare }
            return (queue.commands, queue.phase == .running)
        }
    }

    /// Has the thread woken by the next command; false when one is there already, or the thread is to end.
    func prepareToSleep(_ waker: MultiHandle.Waker) -> Bool {
        queue.withLock { queue in
            guard queue.commands.isEmpty, queue.phase == .running else { return false }
            queue.sleeper = waker
            return true
        }
    }

    private func failQueued(_ kind: HTTPClientError.Kind) {
        let commands = queue.withLock { queue in
            queue.sleeper = nil
            defer { queue.commands = [] }
            return queue.commands
        }
        for case .start(let transfer) in commands {
            transfer.finish(HTTPClientError(kind, nothingSent: true))
        }
    }
}
