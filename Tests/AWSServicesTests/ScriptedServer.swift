import POSIX
import Synchronization

/// An HTTP server on loopback that answers as a test says and remembers what it was asked. Each connection carries one
/// request. It runs until the process ends: a test need not keep it alive.
final class ScriptedServer: Sendable {
    /// A request as it came.
    struct Received: Sendable {
        let requestLine: String
        let headers: [String: String]
        let body: [UInt8]
    }

    enum Answer: Sendable {
        case response(status: Int, headers: [String: String] = [:], body: String)
        /// The connection is closed without an answer.
        case close
    }

    private let socket: ListeningSocket
    private let requests = Mutex<[Received]>([])

    /// - Parameter answer: is told the request and its number, 1 for the first.
    init(_ answer: @escaping @Sendable (Received, Int) -> Answer) throws {
        socket = try ListeningSocket(host: "127.0.0.1", port: 0)
        try PlatformThread.start(name: "scripted-server") { [self] in
            while let connection = try? socket.accept() {
                serve(connection, answer)
            }
        }
    }

    var url: String { "http://127.0.0.1:\(socket.port)" }

    var received: [Received] { requests.withLock { $0 } }

    private func serve(_ connection: borrowing Socket, _ answer: (Received, Int) -> Answer) {
        guard let received = Self.receive(connection) else { return }
        let number = requests.withLock { requests in
            requests.append(received)
            return requests.count
        }
        switch answer(received, number) {
        case .response(let status, let headers, let body):
            try? connection.send(Self.head(status, headers, body.utf8.count), Array(body.utf8))
            connection.shutdownSending()
        case .close: break
        }
    }

    private static func head(_ status: Int, _ headers: [String: String], _ length: Int) -> [UInt8] {
        var lines = ["HTTP/1.1 \(status) Scripted", "Content-Length: \(length)", "Connection: close"]
        lines += headers.map { "\($0): \($1)" }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    private static func receive(_ connection: borrowing Socket) -> Received? {
        var bytes: [UInt8] = []
        var head: Received?
        while true {
            if head == nil { head = parseHead(bytes) }
            if let head, let length = Int(head.headers["content-length"] ?? "0"),
                bytes.count >= head.body.count + length
            {
                return Received(
                    requestLine: head.requestLine,
                    headers: head.headers,
                    body: Array(bytes[head.body.count..<(head.body.count + length)])
                )
            }
            let chunk = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer -> [UInt8] in
                let count = (try? connection.receive(into: buffer)) ?? 0
                return Array(buffer[..<count])
            }
            if chunk.isEmpty { return nil }
            bytes += chunk
        }
    }

    /// The head, with its own bytes as the body; nil while it is incomplete.
    private static func parseHead(_ bytes: [UInt8]) -> Received? {
        let blankLine = Array("\r\n\r\n".utf8)
        guard
            let end = bytes.indices.first(where: { bytes[$0...].starts(with: blankLine) })
        else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            headers[line[..<colon].lowercased()] = String(value)
        }
        return Received(
            requestLine: String(lines.first ?? ""),
            headers: headers,
            body: Array(bytes[..<(end + blankLine.count)])
        )
    }
}
