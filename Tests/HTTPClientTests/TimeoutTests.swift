import HTTP
import HTTPClient
import POSIX
import TestSupport
import Testing

@Suite("A time limit", .timeLimit(.minutes(1)))
struct TimeoutTests {
    private let client = HTTPClient()
    private static let long = Duration.seconds(50)

    @Test("on silence ends a request that has no answer")
    func idleBeforeHead() async throws {
        let closed = Promise<Void>()
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.waitForClose()
            closed.fulfil()
        }
        let timeouts = Timeouts(connect: Self.long, idle: .milliseconds(50), total: Self.long)
        let error = await failure { () async throws(HTTPClientError) in
            try await client.send(OutgoingRequest(method: .get, url: server.url(), timeouts: timeouts))
        }
        #expect(error == HTTPClientError(.timedOut(.idle), nothingSent: false))
        await closed.value
    }

    @Test("on silence ends an answer that stops in the middle")
    func idleInBody() async throws {
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
            peer.waitForClose()
        }
        let timeouts = Timeouts(connect: Self.long, idle: .milliseconds(50), total: Self.long)
        let response = try await client.stream(OutgoingRequest(method: .get, url: server.url(), timeouts: timeouts))
        var body = response.body.makeAsyncIterator()
        #expect(try await body.next() == Array("hello".utf8))
        let error = await failure { () async throws(HTTPClientError) in try await body.next() }
        #expect(error == HTTPClientError(.timedOut(.idle), nothingSent: false))
        let again = await failure { () async throws(HTTPClientError) in try await body.next() }
        #expect(again == error)
    }

    @Test("on silence starts anew with every byte")
    func idleRestarts() async throws {
        // No two bytes are further apart than the limit allows, but the first and the last are.
        let idle = Duration.seconds(1)
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n")
            let clock = Monitor(0)
            for byte in "abcdef".utf8 {
                _ = clock.wait(until: MonotonicClock.nanoseconds() + 250_000_000) { _ in false }
                peer.send([byte])
            }
        }
        let timeouts = Timeouts(connect: Self.long, idle: idle, total: Self.long)
        let request = OutgoingRequest(method: .get, url: server.url(), timeouts: timeouts)
        #expect(try await client.send(request).text == "abcdef")
    }

    @Test("on silence does not run while the reader does not keep up")
    func idleWhilePaused() async throws {
        let blocked = Promise<Int>()
        let goOn = Monitor(false)
        let server = try LoopbackServer { peer in
            guard peer.readRequest()?.target == "/large" else { return _ = peer.answer("") }
            peer.send("HTTP/1.1 200 OK\r\n\r\n")
            // The client has taken nothing for three times the limit on silence.
            blocked.fulfil(peer.sendUntilBlocked(milliseconds: 1_500, atMost: 64 << 20))
            _ = goOn.wait { $0 }
            peer.send("end")
        }
        let timeouts = Timeouts(connect: Self.long, idle: .milliseconds(500), total: Self.long)
        let request = OutgoingRequest(method: .get, url: server.url("/large"), timeouts: timeouts)
        let response = try await client.stream(request)
        let sent = await blocked.value
        #expect(sent < 64 << 20)
        // Something else goes on meanwhile, so that the limits are looked at.
        _ = try await client.send(OutgoingRequest(method: .get, url: server.url()))
        goOn.withLock { $0 = true }
        let body = try await response.body.collect(upTo: 64 << 20)
        #expect(body.count == sent + 3)
    }

    @Test("on the whole ends an answer that drips on and on")
    func total() async throws {
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\n\r\n")
            let clock = Monitor(0)
            while peer.send("x") { _ = clock.wait(until: MonotonicClock.nanoseconds() + 5_000_000) { _ in false } }
        }
        let timeouts = Timeouts(connect: Self.long, idle: Self.long, total: .milliseconds(100))
        let error = await failure { () async throws(HTTPClientError) in
            try await client.send(OutgoingRequest(method: .get, url: server.url(), timeouts: timeouts))
        }
        #expect(error == HTTPClientError(.timedOut(.total), nothingSent: false))
    }

    @Test("on the whole counts while the request waits for a connection")
    func totalWhileWaiting() async throws {
        let held = Promise<Void>()
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            held.fulfil()
            peer.waitForClose()
        }
        let client = makeClient { $0.maxConnectionsPerHost = 1 }
        let first = Task { try await client.send(OutgoingRequest(method: .get, url: server.url())) }
        await held.value
        let timeouts = Timeouts(connect: Self.long, idle: Self.long, total: .milliseconds(50))
        let error = await failure { () async throws(HTTPClientError) in
            try await client.send(OutgoingRequest(method: .get, url: server.url(), timeouts: timeouts))
        }
        #expect(error == HTTPClientError(.timedOut(.total), nothingSent: true))
        first.cancel()
        _ = await first.result
    }

    @Test("on the connection includes TLS: nothing was sent yet")
    func connect() async throws {
        let server = try LoopbackServer { peer in peer.waitForClose() }
        let timeouts = Timeouts(connect: .milliseconds(50), idle: .milliseconds(1), total: Self.long)
        let error = await failure { () async throws(HTTPClientError) in
            try await client.send(
                OutgoingRequest(method: .post, url: "https://127.0.0.1:\(server.port)/", body: [1], timeouts: timeouts)
            )
        }
        #expect(error == HTTPClientError(.timedOut(.connect), nothingSent: true))
    }
}
