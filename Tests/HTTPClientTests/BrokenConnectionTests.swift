import HTTP
import HTTPClient
import POSIX
import TestSupport
import Testing

@Suite("A connection that is reset", .timeLimit(.minutes(1)))
struct BrokenConnectionTests {
    private let client = HTTPClient()
    private static let closed = HTTPClientError(.connectionClosed, nothingSent: false)

    /// Where in an exchange, by what the server has sent until then.
    private static let stages = [
        "", "HTT", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nX-A: b\r\nX-", "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel",
        "HTTP/1.1 200 OK\r\n\r\nhel", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Trailer: y\r\n",
    ]

    @Test("within the answer is no answer", arguments: stages, Reading.allCases)
    func withinAnswer(sent: String, reading: Reading) async throws {
        let server = try LoopbackServer { peer in
            guard peer.readRequest() != nil else { return }
            peer.send(sent)
            peer.reset()
        }
        let error = await client.error(of: OutgoingRequest(method: .post, url: server.url(), body: [1]), reading)
        #expect(error == Self.closed)
        #expect(server.connectionCount == 1)
    }

    // The request may have left or not by the time of the reset.
    private static let early: [HTTPClientError?] = [
        HTTPClientError(.connect, nothingSent: true), HTTPClientError(.connectionClosed, nothingSent: true), closed,
    ]

    @Test("before it was accepted is no answer", arguments: Reading.allCases)
    func beforeAccept(reading: Reading) async throws {
        let listener = try UnacceptingListener()
        try listener.closeAfterFirstConnection()
        let error = await client.error(of: OutgoingRequest(method: .get, url: listener.url), reading)
        #expect(Self.early.contains(error))
    }

    @Test("as soon as it was accepted is no answer", arguments: Reading.allCases)
    func afterAccept(reading: Reading) async throws {
        let server = try LoopbackServer { $0.reset() }
        let error = await client.error(of: OutgoingRequest(method: .get, url: server.url()), reading)
        #expect(Self.early.contains(error))
    }

    @Test("while the request is sent is no answer", arguments: [1, 1 << 20], Reading.allCases)
    func withinRequest(after bytes: Int, reading: Reading) async throws {
        let server = try LoopbackServer { peer in
            var count = 0
            while count < bytes, let received = peer.receive(), !received.isEmpty { count += received.count }
            peer.reset()
        }
        let body = [UInt8](repeating: 0x61, count: 5 << 20)
        let error = await client.error(of: OutgoingRequest(method: .post, url: server.url(), body: body), reading)
        #expect(error == Self.closed)
    }

    @Test("while TLS begins is no secure connection", arguments: ["", "\u{16}\u{3}\u{3}\u{0}\u{7A}\u{2}"])
    func withinHandshake(sent: String) async throws {
        let server = try LoopbackServer { peer in
            _ = peer.receive()
            peer.send(sent)
            peer.reset()
        }
        let request = OutgoingRequest(method: .get, url: "https://127.0.0.1:\(server.port)/")
        #expect(await client.error(of: request) == HTTPClientError(.tls(.handshake), nothingSent: true))
    }
}
