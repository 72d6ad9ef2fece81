import HTTP
import HTTPClient
import POSIX
import TestSupport
import Testing

@Suite("A failure", .timeLimit(.minutes(1)))
struct FailureTests {
    private let client = HTTPClient()

    private func error(from script: @escaping @Sendable (Peer) -> Void) async throws -> HTTPClientError? {
        let server = try LoopbackServer { peer in
            guard peer.readRequest() != nil else { return }
            script(peer)
        }
        return await failure { () async throws(HTTPClientError) in
            try await client.send(OutgoingRequest(method: .get, url: server.url()))
        }
    }

    @Test("before the answer begins is a closed connection")
    func closedBeforeHead() async throws {
        let error = try await error { _ in }
        #expect(error == HTTPClientError(.connectionClosed, nothingSent: false))
    }

    @Test(
        "in the middle of an answer is a closed connection",
        arguments: [
            "HTTP/1.1 200 OK\r\nConte", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        ]
    )
    func closedInTheMiddle(answer: String) async throws {
        let error = try await error { $0.send(answer) }
        #expect(error == HTTPClientError(.connectionClosed, nothingSent: false))
    }

    @Test("by reset is a closed connection", arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"])
    func reset(answer: String) async throws {
        let error = try await error { peer in
            peer.send(answer)
            peer.resetOnClose()
        }
        #expect(error == HTTPClientError(.connectionClosed, nothingSent: false))
    }

    @Test(
        "to speak HTTP is a malformed response",
        arguments: [
            "SSH-2.0-OpenSSH_9.2\r\n", "\u{0}\u{1}\u{2}\u{3}garbage garbage garbage\r\n\r\n", "HTTP/1.1 OK 200\r\n\r\n",
            "200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        ]
    )
    func garbage(answer: String) async throws {
        let error = try await error { $0.send(answer) }
        #expect(error == HTTPClientError(.malformedResponse, nothingSent: false))
    }

    @Test(
        "for a body over the limit says the limit, without waiting for the rest",
        arguments: [
            "Content-Length: 1000000000\r\n\r\n0123456789a", "\r\n0123456789a",
            "Transfer-Encoding: chunked\r\n\r\nb\r\n0123456789a\r\n",
        ]
    )
    func tooLarge(rest: String) async throws {
        let closed = Promise<Void>()
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\n" + rest)
            peer.waitForClose()
            closed.fulfil()
        }
        let error = await failure { () async throws(HTTPClientError) in
            try await client.send(OutgoingRequest(method: .get, url: server.url(), maxResponseBytes: 10))
        }
        #expect(error == HTTPClientError(.responseTooLarge(limit: 10), nothingSent: false))
        await closed.value
    }

    @Test("does not come of a body that just fits the limit")
    func justFits() async throws {
        let server = try LoopbackServer.answering { peer, _ in peer.answer("0123456789") }
        let request = OutgoingRequest(method: .get, url: server.url(), maxResponseBytes: 10)
        #expect(try await client.send(request).text == "0123456789")
    }

    @Test("to find a listener is a refused connection, nothing sent")
    func refused() async throws {
        // Bound, so that nobody else gets the port meanwhile, but not listening.
        let socket = BoundSocket()
        let error = await failure { () async throws(HTTPClientError) in
            try await client.send(OutgoingRequest(method: .post, url: "http://127.0.0.1:\(socket.port)/", body: [1]))
        }
        #expect(error == HTTPClientError(.connectionRefused, nothingSent: true))
    }

    @Test("to find the host is one of name resolution, nothing sent", .enabled(if: !Self.hasProxy))
    func unknownHost() async {
        // A label of more than 63 bytes is no name: it is refused without a question to the network.
        let host = String(repeating: "a", count: 70) + ".invalid"
        let error = await failure { () async throws(HTTPClientError) in
            try await client.send(OutgoingRequest(method: .get, url: "http://\(host)/"))
        }
        #expect(error == HTTPClientError(.nameResolution, nothingSent: true))
    }

    /// Whether it would be a proxy that looks names up.
    private static var hasProxy: Bool {
        let environment = Environment.current()
        return ["http_proxy", "all_proxy", "ALL_PROXY"].contains { environment[$0] != nil }
    }

    @Test("tells nothing of the request or the answer")
    func description() async throws {
        let error = try await error { $0.send("garbage secret\r\n\r\n") }
        let text = String(describing: try #require(error))
        #expect(text == "the response is malformed")
        #expect(String(reflecting: try #require(error)).contains("secret") == false)
    }
}
