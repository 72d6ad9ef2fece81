import HTTP
import HTTPClient
import POSIX
import TestSupport
import Testing

@Suite("A request nobody wants any more", .timeLimit(.minutes(1)))
struct CancellationTests {
    private let client = HTTPClient()
    private static let cancelled = HTTPClientError(.cancelled, nothingSent: false)

    /// A server that begins an answer of that many bytes, never ends it, and tells when a request is there and when the
    /// connection is gone.
    private struct EndlessServer {
        let reached = Promise<Void>()
        let closed = Promise<Void>()
        let server: LoopbackServer

        init(beginning answer: String) throws {
            server = try LoopbackServer { [reached, closed] peer in
                _ = peer.readRequest()
                peer.send(answer)
                reached.fulfil()
                peer.waitForClose()
                closed.fulfil()
            }
        }

        var request: OutgoingRequest { OutgoingRequest(method: .get, url: server.url()) }
    }

    @Test(
        "is cancelled with its task, and its connection closed",
        arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"]
    )
    func send(answer: String) async throws {
        let endless = try EndlessServer(beginning: answer)
        let task = Task { await failure { () async throws(HTTPClientError) in try await client.send(endless.request) } }
        await endless.reached.value
        task.cancel()
        #expect(await task.value == Self.cancelled)
        await endless.closed.value
    }

    @Test("is cancelled with its task while it waits for the head")
    func head() async throws {
        let endless = try EndlessServer(beginning: "HTTP/1.1 200 O")
        let task = Task {
            await failure { () async throws(HTTPClientError) in try await client.stream(endless.request) }
        }
        await endless.reached.value
        task.cancel()
        #expect(await task.value == Self.cancelled)
        await endless.closed.value
    }

    @Test("is cancelled with its task while it waits for more of the body")
    func body() async throws {
        let endless = try EndlessServer(beginning: "HTTP/1.1 200 OK\r\n\r\nhello")
        let received = Promise<Void>()
        let task = Task { () -> HTTPClientError? in
            do throws(HTTPClientError) {
                for try await _ in try await client.stream(endless.request).body { received.fulfil() }
                return nil
            } catch {
                return error
            }
        }
        await received.value
        task.cancel()
        #expect(await task.value == Self.cancelled)
        await endless.closed.value
    }

    @Test("is not even begun by a task that is cancelled already")
    func beforehand() async throws {
        let endless = try EndlessServer(beginning: "")
        let task = Task { () -> [HTTPClientError?] in
            withUnsafeCurrentTask { $0?.cancel() }
            return [
                await failure { () async throws(HTTPClientError) in try await client.send(endless.request) },
                await failure { () async throws(HTTPClientError) in try await client.stream(endless.request) },
            ]
        }
        #expect(
            await task.value == [
                HTTPClientError(.cancelled, nothingSent: true), HTTPClientError(.cancelled, nothingSent: true),
            ]
        )
        #expect(endless.server.connectionCount == 0)
    }

    @Test("ends when its answer is dropped")
    func droppedResponse() async throws {
        let endless = try EndlessServer(beginning: "HTTP/1.1 200 OK\r\n\r\nhello")
        _ = try await client.stream(endless.request)
        await endless.closed.value
    }

    @Test("ends when its body's iterator is dropped, though the answer is kept")
    func droppedIterator() async throws {
        let endless = try EndlessServer(beginning: "HTTP/1.1 200 OK\r\n\r\nhello")
        let response = try await client.stream(endless.request)
        for try await bytes in response.body {
            #expect(bytes.first == UInt8(ascii: "h"))
            break
        }
        await endless.closed.value
        let error = await failure { () async throws(HTTPClientError) in try await response.body.collect(upTo: 10) }
        #expect(error?.kind == .cancelled)
    }

    @Test("goes on while its body's iterator is kept, though the answer is dropped")
    func keptIterator() async throws {
        let server = try LoopbackServer.answering { peer, _ in peer.answer(String(repeating: "x", count: 2 << 20)) }
        var iterator = try await client.stream(OutgoingRequest(method: .get, url: server.url())).body
            .makeAsyncIterator()
        var count = 0
        while let bytes = try await iterator.next() { count += bytes.count }
        #expect(count == 2 << 20)
    }

    @Test("ends while the server is made to wait")
    func droppedWhilePaused() async throws {
        let blocked = Promise<Void>()
        let closed = Promise<Void>()
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\n\r\n")
            _ = peer.sendUntilBlocked(milliseconds: 100, atMost: 64 << 20)
            blocked.fulfil()
            while peer.send([UInt8](repeating: 0, count: 1 << 16)) {}
            closed.fulfil()
        }
        var response: StreamedResponse? = try await client.stream(OutgoingRequest(method: .get, url: server.url()))
        await blocked.value
        #expect(response?.status == .ok)
        response = nil
        await closed.value
    }

    @Test("fails when the client is shut down")
    func shutDown() async throws {
        let client = HTTPClient()
        let silent = try EndlessServer(beginning: "")
        let talking = try EndlessServer(beginning: "HTTP/1.1 200 OK\r\n\r\nhello")
        let first = Task { await failure { () async throws(HTTPClientError) in try await client.send(silent.request) } }
        let response = try await client.stream(talking.request)
        await silent.reached.value
        client.shutdown()
        #expect(await first.value == HTTPClientError(.shutDown, nothingSent: false))
        let second = await failure { () async throws(HTTPClientError) in try await response.body.collect(upTo: 10) }
        #expect(second == HTTPClientError(.shutDown, nothingSent: false))
        let third = await failure { () async throws(HTTPClientError) in try await client.send(silent.request) }
        #expect(third == HTTPClientError(.shutDown, nothingSent: true))
        await silent.closed.value
        await talking.closed.value
    }

    @Test("fails when the client was shut down before its first request")
    func shutDownFirst() async throws {
        let client = HTTPClient()
        client.shutdown()
        client.shutdown()
        let error = await failure { () async throws(HTTPClientError) in
            try await client.stream(OutgoingRequest(method: .get, url: "http://127.0.0.1:1/"))
        }
        #expect(error == HTTPClientError(.shutDown, nothingSent: true))
    }

    @Test("closes its connections when the client is dropped")
    func droppedClient() async throws {
        let closed = Promise<Void>()
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.answer("")
            peer.waitForClose()
            closed.fulfil()
        }
        _ = try await HTTPClient().send(OutgoingRequest(method: .get, url: server.url()))
        await closed.value
    }

    @Test("hears exactly one outcome, whichever of answer, cancellation and shutdown comes first")
    func races() async throws {
        let server = try LoopbackServer.answering { peer, _ in peer.answer(String(repeating: "x", count: 100_000)) }
        for round in 0..<30 {
            let client = HTTPClient()
            let request = OutgoingRequest(method: .get, url: server.url())
            let tasks = (0..<8).map { number in
                Task { () -> Bool in
                    do throws(HTTPClientError) {
                        let body =
                            number % 2 == 0
                            ? try await client.send(request).body
                            : try await client.stream(request).body.collect(upTo: 1 << 20)
                        return body.count == 100_000
                    } catch {
                        return [.cancelled, .shutDown].contains(error.kind)
                    }
                }
            }
            for _ in 0..<(round * 20) { await Task.yield() }
            for task in tasks[..<4] { task.cancel() }
            if round % 2 == 0 { client.shutdown() }
            for task in tasks { #expect(await task.value) }
        }
    }
}
