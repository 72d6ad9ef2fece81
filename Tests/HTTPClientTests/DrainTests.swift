import HTTP
import POSIX
import TestSupport
import Testing

@testable import HTTPClient

@Suite("A streamed answer whose reader is done before its end", .timeLimit(.minutes(1)))
struct DrainTests {
    /// One connection at a time: a request waits until the one before has let go of it, whichever way.
    ///
    /// The time for the end is long unless it is the time that is to run out.
    private func client(bufferBytes: Int = 256 << 10, drainTime: Duration = .seconds(50)) -> HTTPClient {
        makeClient {
            $0.maxConnectionsPerHost = 1
            $0.bodyBufferBytes = bufferBytes
            $0.drainTime = drainTime
        }
    }

    @Test("leaves its connection to the next request when the end comes soon", arguments: [1, 256 << 10])
    func endComesLater(bufferBytes: Int) async throws {
        let isDone = Monitor(false)
        let server = try LoopbackServer.answering { peer, request in
            guard request.target == "/stream" else { return _ = peer.answer("\(peer.number)") }
            peer.beginEventStream()
            peer.sendChunk("data: [DONE]\n\n")
            _ = isDone.wait(until: soon()) { $0 }
            peer.sendChunk(String(repeating: ":", count: 20_000))
            peer.sendChunk(String(repeating: ":", count: 20_000))
            peer.endEventStream()
        }
        let client = client(bufferBytes: bufferBytes)
        try await read(from: server, with: client)
        isDone.withLock { $0 = true }
        #expect(try await client.send(OutgoingRequest(method: .get, url: server.url())).text == "0")
    }

    @Test("that is made to wait for the reader goes on without it")
    func whilePaused() async throws {
        let server = try LoopbackServer.answering { peer, request in
            guard request.target == "/stream" else { return _ = peer.answer("\(peer.number)") }
            peer.answer(String(repeating: "x", count: 60_000))
        }
        let client = client(bufferBytes: 1)
        try await read(from: server, with: client)
        #expect(try await client.send(OutgoingRequest(method: .get, url: server.url())).text == "0")
    }

    @Test("is cut when more comes than is worth waiting for")
    func tooMuch() async throws {
        let closed = Promise<Void>()
        let server = try LoopbackServer.answering { peer, request in
            guard request.target == "/stream" else { return _ = peer.answer("\(peer.number)") }
            peer.beginEventStream()
            while peer.sendChunk(String(repeating: ":", count: 20_000)) {}
            closed.fulfil()
        }
        let client = client()
        try await read(from: server, with: client)
        await closed.value
        #expect(try await client.send(OutgoingRequest(method: .get, url: server.url())).text == "1")
    }

    @Test("is cut when its end does not come")
    func tooLate() async throws {
        let server = try LoopbackServer.answering { peer, request in
            guard request.target == "/stream" else { return _ = peer.answer("\(peer.number)") }
            peer.beginEventStream()
            peer.sendChunk("data: [DONE]\n\n")
            peer.waitForClose()
        }
        let client = client(drainTime: .milliseconds(20))
        try await read(from: server, with: client)
        #expect(try await client.send(OutgoingRequest(method: .get, url: server.url())).text == "1")
    }

    /// Reads the first bytes of a stream, says that this was all, and drops it.
    private func read(from server: LoopbackServer, with client: HTTPClient) async throws {
        let request = OutgoingRequest(method: .get, url: server.url("/stream"))
        var iterator = try await client.stream(request).body.makeAsyncIterator()
        #expect(try await iterator.next()?.isEmpty == false)
        iterator.finishReading()
        #expect(try await iterator.next() == nil)
        iterator.finishReading()
    }
}
