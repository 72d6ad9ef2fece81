import Glibc
import HTTP
import POSIX

/// Listens on loopback and gives each connection a thread.
final class FrontServer: Sendable {
    /// Is told of each request when it is answered: the status, and how long it took in nanoseconds.
    typealias Observer = @Sendable (APIRequest, Int, UInt64) -> Void

    private static let maxConnections = 1_024

    private let listener: ListeningSocket
    private let gateway: APIGateway
    private let observer: Observer?
    private let connections = Monitor(0)

    /// Takes the port: 0 for any free one. Fails with EADDRINUSE when somebody else has it.
    init(
        port: UInt16,
        gateway: APIGateway,
        observer: Observer? = nil
    ) throws(SystemError) {
        listener = try ListeningSocket(host: "127.0.0.1", port: port)
        self.gateway = gateway
        self.observer = observer
    }

    var port: UInt16 { listener.port }

    /// Accepts connections from now on.
    func start() throws(SystemError) {
        try PlatformThread.start(name: "front", stackBytes: 256 << 10) { self.accept() }
    }

    /// Accepts no more.
    func stop() { listener.shutdown() }

    private func accept() {
        while true {
            do throws(SystemError) {
                serve(Connection(try listener.accept()))
            } catch {
                // EINVAL says that the listener was shut down. Without descriptors, clients wait in the backlog.
                guard error.code == EMFILE || error.code == ENFILE else { return }
                _ = connections.wait(until: MonotonicClock.nanoseconds() + 100_000_000) { $0 < 0 }
            }
        }
    }

    private func serve(_ connection: Connection) {
        guard
            connections.withLock({ count in
                guard count < Self.maxConnections else { return false }
                count += 1
                return true
            })
        else { return refuse(connection) }
        do throws(SystemError) {
            try PlatformThread.start(name: "front-conn") {
                var front = FrontConnection(
                    connection,
                    gateway: self.gateway,
                    port: self.port,
                    observer: self.observer
                )
                front.serve()
                // A function that is not done with its invocation yet holds on to the connection.
                connection.socket.shutdown()
                self.connections.withLock { $0 -= 1 }
            }
        } catch {
            connections.withLock { $0 -= 1 }
            refuse(connection)
        }
    }

    private func refuse(_ connection: Connection) {
        let encoding = ResponseEncoding(answersHead: false, minorVersion: 1, keepsAlive: false)
        let client = Client(connection: connection, encoding: encoding, receivedAt: .now())
        let body = Array(#"{"message":"Too many connections"}"#.utf8)
        _ = client.send(
            Response(status: .serviceUnavailable, headers: ["Content-Type": "application/json"], body: body)
        )
    }
}
