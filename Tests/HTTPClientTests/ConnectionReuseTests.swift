import HTTP
import HTTPClient
import POSIX
import TestSupport
import Testing

@Suite("A connection", .timeLimit(.minutes(1)))
struct ConnectionReuseTests {
    private let client = HTTPClient()

    @Test("serves one request after the other")
    func reuse() async throws {
        let server = try LoopbackServer.answering { peer, request in peer.answer("\(peer.number)\(request.target)") }
        for number in 0..<10 {
            let response = try await client.send(OutgoingRequest(method: .get, url: server.url("/\(number)")))
            #expect(response.text == "0/\(number)")
        }
        #expect(server.connectionCount == 1)
    }

    @Test("that the server closed while it was idle is replaced without a word", arguments: [Method.get, .post])
    func closedWhileIdle(method: Method) async throws {
        let closed = Promise<Void>()
        let server = try LoopbackServer { peer in
            guard peer.readRequest() != nil else { return }
            peer.answer("\(peer.number)")
            guard peer.number > 0 else {
                peer.shutdownSending()
                return closed.fulfil()
            }
            peer.waitForClose()
        }
        let request = OutgoingRequest(
            method: method,
            url: server.url(),
            body: method == .post ? [1, 2, 3] : [],
            isIdempotent: false
        )
        #expect(try await client.send(request).text == "0")
        await closed.value
        #expect(try await client.send(request).text == "1")
    }

    @Test("that was reset while it was idle is replaced without a word", arguments: [Method.get, .post])
    func resetWhileIdle(method: Method) async throws {
        let closed = Promise<Void>()
        let server = try LoopbackServer { peer in
            guard peer.readRequest() != nil else { return }
            peer.answer("\(peer.number)")
            if peer.number == 0 {
                peer.reset()
                closed.fulfil()
            } else {
                peer.waitForClose()
            }
        }
        let request = OutgoingRequest(
            method: method,
            url: server.url(),
            body: method == .post ? [1, 2, 3] : [],
            isIdempotent: false
        )
        #expect(try await client.send(request).text == "0")
        await closed.value
        let second = try? await client.send(request).text
        #expect(second == "1")
    }

    /// A server whose first connection answers once and takes the second request without an answer; it counts requests.
    private func forgetfulServer(_ received: Monitor<[String]>, reset: Bool) throws -> LoopbackServer {
        try LoopbackServer { peer in
            while let request = peer.readRequest() {
                received.withLock {
                    $0.append("\(peer.number)\(request.target)\(String(decoding: request.body, as: UTF8.self))")
                }
                if peer.number == 0, request.target != "/first" {
                    if reset { peer.resetOnClose() }
                    return
                }
                peer.answer("\(peer.number)")
            }
        }
    }

    @Test("that dies under a request which may be repeated is replaced, once", arguments: [true, false])
    func idempotent(reset: Bool) async throws {
        let received = Monitor<[String]>([])
        let server = try forgetfulServer(received, reset: reset)
        _ = try await client.send(OutgoingRequest(method: .get, url: server.url("/first")))
        let request = OutgoingRequest(
            method: .post,
            url: server.url("/second"),
            body: Array("body".utf8),
            isIdempotent: true
        )
        #expect(try await client.send(request).text == "1")
        #expect(received.withLock { $0 } == ["0/first", "0/secondbody", "1/secondbody"])
    }

    @Test(
        "that dies under a request which may not be repeated fails, and nothing is sent twice",
        arguments: [true, false]
    )
    func notIdempotent(reset: Bool) async throws {
        let received = Monitor<[String]>([])
        let server = try forgetfulServer(received, reset: reset)
        _ = try await client.send(OutgoingRequest(method: .get, url: server.url("/first")))
        let request = OutgoingRequest(method: .post, url: server.url("/second"), body: Array("body".utf8))
        let error = await failure { () async throws(HTTPClientError) in try await client.send(request) }
        #expect(error == HTTPClientError(.connectionClosed, nothingSent: false))
        #expect(received.withLock { $0 } == ["0/first", "0/secondbody"])
    }

    @Test("that dies under a request is not replaced a second time")
    func repeatedOnce() async throws {
        let received = Monitor<[Int]>([])
        let server = try LoopbackServer { peer in
            while let request = peer.readRequest() {
                received.withLock { $0.append(peer.number) }
                guard request.target == "/first" else { return }
                peer.answer("x")
            }
        }
        _ = try await client.send(OutgoingRequest(method: .get, url: server.url("/first")))
        let error = await failure { () async throws(HTTPClientError) in
            try await client.send(OutgoingRequest(method: .get, url: server.url("/second")))
        }
        #expect(error == HTTPClientError(.connectionClosed, nothingSent: false))
        #expect(received.withLock { $0 } == [0, 0, 1])
    }

    @Test("is made anew for the repetition, however many dead ones there are")
    func manyDead() async throws {
        let count = 8
        let received = Monitor<[Int]>([])
        let server = try LoopbackServer { peer in
            while let request = peer.readRequest() {
                received.withLock { $0.append(peer.number) }
                // All of the first requests are under way at the same time, each on a connection of its own.
                if request.target == "/first" { _ = received.wait { $0.count == count ? () : nil } }
                if request.target == "/second", peer.number < count { return }
                peer.answer("\(peer.number)")
            }
        }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<count {
                group.addTask { _ = try? await client.send(OutgoingRequest(method: .get, url: server.url("/first"))) }
            }
        }
        #expect(server.connectionCount == count)
        #expect(try await client.send(OutgoingRequest(method: .get, url: server.url("/second"))).text == "\(count)")
        let requests = received.withLock { $0 }
        #expect(requests.count == count + 2)
        #expect(requests.last == count)
    }

    @Test("on which a fresh request dies is not replaced")
    func freshConnection() async throws {
        let server = try LoopbackServer { peer in _ = peer.readRequest() }
        let error = await failure { () async throws(HTTPClientError) in
            try await client.send(OutgoingRequest(method: .get, url: server.url()))
        }
        #expect(error == HTTPClientError(.connectionClosed, nothingSent: false))
        #expect(server.connectionCount == 1)
    }

    @Test("goes on after an answer with an error, and after a streamed one")
    func reuseAfterAll() async throws {
        let server = try LoopbackServer.answering { peer, _ in peer.answer("no", status: "500 No") }
        _ = try await client.send(OutgoingRequest(method: .post, url: server.url(), body: [1]))
        let streamed = try await client.stream(OutgoingRequest(method: .post, url: server.url(), body: [1]))
        #expect(try await streamed.body.collect(upTo: 10) == Array("no".utf8))
        _ = try await client.send(OutgoingRequest(method: .get, url: server.url()))
        #expect(server.connectionCount == 1)
    }
}
