import HTTP
import HTTPClient
import POSIX
import TestSupport
import Testing

@Suite("A streamed answer", .timeLimit(.minutes(1)))
struct StreamTests {
    private let client = HTTPClient()

    @Test("is there with its head, before any of its body")
    func headFirst() async throws {
        let goOn = Monitor(false)
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 202 Accepted\r\nX-A: b\r\nContent-Length: 5\r\n\r\n")
            _ = goOn.wait { $0 }
            peer.send("hello")
        }
        let response = try await client.stream(OutgoingRequest(method: .get, url: server.url()))
        #expect(response.status == .accepted)
        #expect(response.headers["x-a"] == "b")
        goOn.withLock { $0 = true }
        #expect(try await response.body.collect(upTo: 5) == Array("hello".utf8))
    }

    @Test("hands out each piece as it comes, and then the end")
    func pieces() async throws {
        let read = Monitor(0)
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for number in 0..<5 {
                _ = read.wait { $0 == number }
                peer.send("1\r\n\(number)\r\n")
            }
            _ = read.wait { $0 == 5 }
            peer.send("0\r\n\r\n")
        }
        let response = try await client.stream(OutgoingRequest(method: .get, url: server.url()))
        var pieces: [String] = []
        for try await bytes in response.body {
            pieces.append(String(decoding: bytes, as: UTF8.self))
            read.withLock { $0 += 1 }
        }
        #expect(pieces == ["0", "1", "2", "3", "4"])
    }

    @Test("hands out all that waits as one piece")
    func together() async throws {
        let sent = Promise<Void>()
        let server = try LoopbackServer.answering { peer, request in
            guard request.target == "/chunks" else {
                sent.fulfil()
                return _ = peer.answer("")
            }
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<50 { peer.send("1\r\nx\r\n") }
            peer.send("0\r\n\r\n")
        }
        let response = try await client.stream(OutgoingRequest(method: .get, url: server.url("/chunks")))
        // The connection is free again once the whole body is here: the second request goes over it.
        while server.connectionCount == 1 {
            _ = try await client.send(OutgoingRequest(method: .get, url: server.url()))
            break
        }
        await sent.value
        var iterator = response.body.makeAsyncIterator()
        var pieces = 0
        var bytes = 0
        while let piece = try await iterator.next() {
            pieces += 1
            bytes += piece.count
        }
        #expect(bytes == 50)
        #expect(pieces <= 50)
    }

    @Test("makes the server wait for a reader who does not keep up, and loses nothing")
    func backPressure() async throws {
        let total = 64 << 20
        let blocked = Promise<Int>()
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            let first = peer.sendUntilBlocked(milliseconds: 200, atMost: total)
            blocked.fulfil(first)
            var rest = total - first
            while rest > 0, peer.send([UInt8](repeating: 0x61, count: min(rest, 1 << 16))) { rest -= 1 << 16 }
        }
        let response = try await client.stream(OutgoingRequest(method: .get, url: server.url()))
        // What the kernel keeps for both sockets (tcp_rmem, tcp_wmem: at most some 10 MB), and 256 KiB here.
        #expect(await blocked.value < 16 << 20)
        var count = 0
        var largest = 0
        for try await bytes in response.body {
            count += bytes.count
            largest = max(largest, bytes.count)
        }
        #expect(count == total)
        #expect(largest < 512 << 10)
    }

    @Test("of any size arrives in order through a small buffer")
    func smallBuffer() async throws {
        let body = (0..<(3 << 20)).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8 ^ $0 >> 16) }
        let server = try LoopbackServer.answering { peer, _ in
            peer.send(Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body)
        }
        let client = makeClient { $0.bodyBufferBytes = 1 }
        let response = try await client.stream(OutgoingRequest(method: .get, url: server.url()))
        #expect(try await response.body.collect(upTo: body.count) == body)
    }

    @Test("that unpacks to many times its size arrives through a small buffer")
    func compressed() async throws {
        let server = try LoopbackServer.answering { peer, _ in
            peer.send(
                Array("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(Gzip.zeros.count)\r\n\r\n".utf8)
                    + Gzip.zeros
            )
        }
        let client = makeClient { $0.bodyBufferBytes = 1_000 }
        let response = try await client.stream(OutgoingRequest(method: .get, url: server.url()))
        let body = try await response.body.collect(upTo: Gzip.zerosLength)
        #expect(body.count == Gzip.zerosLength)
        #expect(body.allSatisfy { $0 == 0 })
    }

    @Test("that breaks off hands out what came, then the failure")
    func breaksOff() async throws {
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
        }
        let response = try await client.stream(OutgoingRequest(method: .get, url: server.url()))
        var received: [UInt8] = []
        do throws(HTTPClientError) {
            for try await bytes in response.body { received += bytes }
            Issue.record("the body ended in peace")
        } catch {
            #expect(error == HTTPClientError(.connectionClosed, nothingSent: false))
        }
        #expect(received == Array("hello".utf8))
    }

    @Test("that is over the limit of who collects it ends the transfer")
    func collectLimit() async throws {
        let closed = Promise<Void>()
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\n\r\n0123456789a")
            peer.waitForClose()
            closed.fulfil()
        }
        let response = try await client.stream(OutgoingRequest(method: .get, url: server.url()))
        let error = await failure { () async throws(HTTPClientError) in try await response.body.collect(upTo: 10) }
        #expect(error == HTTPClientError(.responseTooLarge(limit: 10), nothingSent: false))
        await closed.value
    }

    @Test("fails before its head as a whole one does")
    func failsBeforeHead() async throws {
        let server = try LoopbackServer { peer in _ = peer.readRequest() }
        let error = await failure { () async throws(HTTPClientError) in
            try await client.stream(OutgoingRequest(method: .get, url: server.url()))
        }
        #expect(error == HTTPClientError(.connectionClosed, nothingSent: false))
    }

    @Test("keeps its client alive")
    func keepsClient() async throws {
        let server = try LoopbackServer.answering { peer, _ in peer.answer(String(repeating: "x", count: 1 << 20)) }
        let response = try await HTTPClient().stream(OutgoingRequest(method: .get, url: server.url()))
        #expect(try await response.body.collect(upTo: 1 << 20).count == 1 << 20)
    }
}
