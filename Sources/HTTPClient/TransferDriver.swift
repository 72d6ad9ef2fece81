import CCurl
import Glibc
import POSIX
import Synchronization

/// The one thread in which libcurl works, and the queue through which tasks speak to it.
///
/// The thread is the driver's own, from the first transfer to `shutDown`; or it is that of a `ThreadExecutor`, for whose
/// tasks the driver is the event loop. It alone touches libcurl's handles, so a task never waits for libcurl, and nothing
/// but the queue needs a lock.
final class TransferDriver: EventLoop, @unchecked Sendable {
    // Unchecked, because the compiler cannot see that `loop`, `spareCommands` and `deadline` are only the thread's.

    /// What a task wants of the thread.
    enum Command {
        case start(Transfer)
        case resume(Transfer)
        case drain(Transfer)
        case cancel(Transfer)
    }

    private enum Phase { case idle, running, stopped }

    private struct Queue {
        var commands: [Command] = []
        var phase = Phase.idle
        /// What to wake while the thread waits inside libcurl; nil while it does not, and will look at the queue anyway.
        var sleeper: MultiHandle.Waker?
        /// `wake` was called: the next wait is none.
        var isWoken = false
    }

    private let configuration: HTTPClient.Configuration
    /// Whose thread does the work, unless it works for another driver already; nil for one of the driver's own. The host
    /// keeps the driver, not the other way round.
    private weak let host: ThreadExecutor?
    private let queue = Mutex(Queue())
    private var loop: DriverLoop?
    /// An empty array that takes the place of the commands that were taken, so that no memory is allocated each time.
    private var spareCommands: [Command] = []
    /// When there is something to do again at the latest.
    private var deadline: UInt64?

    init(_ configuration: HTTPClient.Configuration, host: ThreadExecutor?) {
        self.configuration = configuration
        self.host = host
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
        case .idle: begin()
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
        if phase == .idle { end(stop(), .shutDown) }
    }

    /// Ends the wait in the thread, from any.
    func wake() {
        let sleeper = queue.withLock { queue in
            queue.isWoken = true
            return queue.sleeper.take()
        }
        sleeper?.wake()
    }

    private func begin() {
        if let host, host.adopt(self) { return }
        do {
            try PlatformThread.start(name: "http-client") {
                repeat {
                    self.perform()
                    self.wait(until: nil)
                } while self.loop != nil
            }
        } catch {
            end(stop(), CURLE_FAILED_INIT.kind)
        }
    }

    // MARK: In the thread

    /// One turn: the commands, and what libcurl can do without waiting. The last one, after `shutDown`, fails what is left.
    func perform() {
        let (commands, phase) = queue.withLock { queue in
            defer { queue.commands = spareCommands }
            return (queue.commands, queue.phase)
        }
        spareCommands = []
        guard phase == .running else { return end(commands, .shutDown) }
        guard let loop = loop ?? makeLoop() else { return end(commands + stop(), CURLE_FAILED_INIT.kind) }
        deadline = loop.turn(commands)
        spareCommands = commands
        spareCommands.removeAll(keepingCapacity: true)
    }

    func wait(until limit: UInt64?) {
        guard let loop else { return }
        let mayWait = queue.withLock { queue in
            defer { queue.isWoken = false }
            guard queue.commands.isEmpty, !queue.isWoken, queue.phase == .running else { return false }
            queue.sleeper = loop.waker
            return true
        }
        guard mayWait else { return }
        loop.wait(until: deadline.map { min($0, limit ?? .max) } ?? limit)
        queue.withLock { queue in
            queue.sleeper = nil
            queue.isWoken = false
        }
    }

    private func makeLoop() -> DriverLoop? {
        // OpenSSL writes to sockets that the peer may have closed.
        SignalMask.block([SIGPIPE])
        guard ccurl_initialize() == CURLE_OK else { return nil }
        loop = DriverLoop(configuration)
        return loop
    }

    /// Lets no more commands in; returns those that wait.
    private func stop() -> [Command] {
        queue.withLock { queue in
            queue.phase = .stopped
            defer { queue.commands = [] }
            return queue.commands
        }
    }

    /// Fails what is under way, and what the commands would begin.
    private func end(_ commands: [Command], _ kind: HTTPClientError.Kind) {
        for case .start(let transfer) in commands { transfer.finish(HTTPClientError(kind, nothingSent: true)) }
        loop?.stopAll(kind)
        loop = nil
        host?.release(self)
    }
}

extension CURLcode {
    /// The kind of an error that has nothing to do with a request.
    var kind: HTTPClientError.Kind { .other(code: Int32(bitPattern: rawValue)) }
}
