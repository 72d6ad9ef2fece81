import POSIX
import Synchronization

/// One execution environment of a function: its Runtime API, its process and its connections.
final class Sandbox: Sendable {
    /// Names the sandbox within its function.
    let number: Int
    let function: FunctionDefinition
    let logStream: String
    private let listener: ListeningSocket
    private let process = Mutex<(any SandboxProcess)?>(nil)
    private let connections = Monitor<[ObjectIdentifier: Connection]>([:])
    private let peak = Mutex<(megabytes: Int, readAt: UInt64)>((0, 0))

    /// Listens for the function, which is not started yet.
    init(number: Int, function: FunctionDefinition, startedAt: Timestamp) throws(SystemError) {
        self.number = number
        self.function = function
        listener = try ListeningSocket(host: "127.0.0.1", port: 0)
        let day = startedAt.iso8601.prefix(10).split(separator: "-").joined(separator: "/")
        logStream = "\(day)/[$LATEST]\(Identifier.uuid().filter { $0 != "-" })"
    }

    var runtimeAPI: String { "127.0.0.1:\(listener.port)" }
    var processID: Int32? { process.withLock { $0?.processID } }
    var lastOutput: String { process.withLock { $0?.lastOutput } ?? "" }

    /// Starts the function, and calls `serve` on a thread of its own for each connection it makes. When the function
    /// has ended and all it sent was read, calls `ended`.
    func start(
        with launcher: some SandboxLauncher,
        serve: @escaping @Sendable (Connection) -> Void,
        ended: @escaping @Sendable (String) -> Void
    ) throws(SystemError) {
        let started = try launcher.start(
            SandboxLaunch(function: function, runtimeAPI: runtimeAPI, logStream: logStream)
        )
        process.withLock { $0 = started }
        do throws(SystemError) {
            try PlatformThread.start(name: "runtime-api", stackBytes: 256 << 10) { self.accept(serve) }
            try PlatformThread.start(name: "sandbox-end", stackBytes: 256 << 10) {
                let status = started.waitForEnd(until: nil) ?? ""
                self.drain()
                ended(status)
            }
        } catch {
            started.kill()
            listener.shutdown()
            throw error
        }
    }

    func requestEnd() { process.withLock { $0 }?.requestEnd() }

    func kill() { process.withLock { $0 }?.kill() }

    func waitForEnd(until deadline: UInt64) -> Bool {
        guard let process = process.withLock({ $0 }) else { return true }
        return process.waitForEnd(until: deadline) != nil
    }

    /// The most memory the process has had, looked up once a second at most.
    func peakMegabytes(at now: UInt64) -> Int {
        peak.withLock { peak in
            if peak.readAt == 0 || now - peak.readAt > 1_000_000_000 {
                peak = (processID.flatMap(ProcessMemory.peakMegabytes) ?? peak.megabytes, now)
            }
            return peak.megabytes
        }
    }

    private func accept(_ serve: @escaping @Sendable (Connection) -> Void) {
        while true {
            do throws(SystemError) {
                start(serve, on: Connection(try listener.accept()))
            } catch {
                return
            }
        }
    }

    /// Without a thread to serve it the connection is dropped, which the function sees at once.
    private func start(_ serve: @escaping @Sendable (Connection) -> Void, on connection: Connection) {
        connections.withLock { $0[ObjectIdentifier(connection)] = connection }
        do throws(SystemError) {
            try PlatformThread.start(name: "runtime-conn", stackBytes: 512 << 10) {
                serve(connection)
                self.close(connection)
            }
        } catch {
            close(connection)
        }
    }

    private func close(_ connection: Connection) {
        connection.socket.shutdown()
        connections.withLock { $0[ObjectIdentifier(connection)] = nil }
    }

    /// Lets the connection threads read what the function sent before it ended. Something it started may hold a
    /// connection open: then there is no more to wait for after a second.
    private func drain() {
        let deadline = MonotonicClock.nanoseconds() + 1_000_000_000
        _ = connections.wait(until: deadline) { $0.isEmpty }
        listener.shutdown()
        connections.withLock { connections in
            for connection in connections.values { connection.socket.shutdown() }
        }
    }
}
