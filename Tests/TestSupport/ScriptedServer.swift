package import HTTP
package import POSIX
import Synchronization

/// An HTTP server on loopback that answers as a test says and remembers what it was asked. Each connection carries one
/// request. It runs until the process ends: a test need not keep it alive.
package final class ScriptedServer: Sendable {
    /// A request as it came.
    package struct Received: Sendable {
        /// `POST /path HTTP/1.1`
        package let requestLine: String
        package let headers: HeaderFields
        package let body: [UInt8]

        /// The body as text.
        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// What the server does with a request.
    package enum Answer: Sendable {
        /// Sends a whole answer.
        case response(status: Int, headers: HeaderFields = [:], body: String)
        /// Closes the connection without an answer.
        case close
        /// Leaves the connection to a script, in a thread of its own, and closes it when the script ends.
        case script(@Sendable (Peer) -> Void)
    }

    private let requests: Requests
    private let server: LoopbackServer

    private final class Requests: Sendable {
        let received = Mutex<[Received]>([])
    }

    /// - Parameter answer: is told the request and its number, 1 for the first.
    package init(_ answer: @escaping @Sendable (Received, Int) -> Answer) throws(SystemError) {
        let requests = Requests()
        self.requests = requests
        server = try LoopbackServer { peer in
            guard let request = peer.readRequest() else { return }
            let received = Received(request)
            let number = requests.received.withLock { list in
                list.append(received)
                return list.count
            }
            switch answer(received, number) {
            case .response(let status, let headers, let body):
                peer.send(Self.head(status, headers, body.utf8.count) + Array(body.utf8))
                peer.shutdownSending()
            case .close: break
            case .script(let script): script(peer)
            }
        }
        Self.running.withLock { $0.append(server) }
    }

    /// Where it is: `http://127.0.0.1:PORT`.
    package var url: String { server.url("") }

    /// The requests so far, in the order they came.
    package var received: [Received] { requests.received.withLock { $0 } }

    private static let running = Mutex<[LoopbackServer]>([])

    private static func head(_ status: Int, _ headers: HeaderFields, _ length: Int) -> [UInt8] {
        var lines = ["HTTP/1.1 \(status) Scripted", "Content-Length: \(length)", "Connection: close"]
        lines += headers.map { "\($0.name): \($0.value)" }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}

extension ScriptedServer.Received {
    fileprivate init(_ request: Peer.ReceivedRequest) {
        let method = request.head.method?.rawValue ?? ""
        self.init(
            requestLine: "\(method) \(request.target) HTTP/1.\(request.head.minorVersion)",
            headers: request.head.headers,
            body: request.body
        )
    }
}
