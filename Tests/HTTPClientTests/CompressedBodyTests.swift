import HTTP
import HTTPClient
import TestSupport
import Testing

@Suite("A compressed body", .timeLimit(.minutes(1)))
struct CompressedBodyTests {
    private let client = HTTPClient()

    private func server(
        sending body: [UInt8],
        coding: String = "gzip",
        isChunked: Bool = false
    ) throws
        -> LoopbackServer
    {
        try LoopbackServer.answering { peer, _ in
            let head = "HTTP/1.1 200 OK\r\nContent-Encoding: \(coding)\r\n"
            if isChunked {
                peer.send(head + "Transfer-Encoding: chunked\r\n\r\n")
                for byte in body { peer.send(Array("1\r\n".utf8) + [byte] + Array("\r\n".utf8)) }
                peer.endEventStream()
            } else {
                peer.send(Array((head + "Content-Length: \(body.count)\r\n\r\n").utf8) + body)
            }
        }
    }

    @Test("may come in any pieces", arguments: Reading.allCases)
    func pieces(reading: Reading) async throws {
        let server = try server(sending: Gzip.hello, isChunked: true)
        let response = try await client.response(to: OutgoingRequest(method: .get, url: server.url()), reading)
        #expect(response.text == "hello, hello, hello")
    }

    @Test("that is not what it says is malformed", arguments: [0, 2, 10, 14, 20, 24], Reading.allCases)
    func corrupt(at index: Int, reading: Reading) async throws {
        var body = Gzip.hello
        body[index] ^= 0xFF
        let server = try server(sending: body)
        let error = await client.error(of: OutgoingRequest(method: .get, url: server.url()), reading)
        #expect(error == HTTPClientError(.malformedResponse, nothingSent: false))
    }

    @Test("that is cut short by its connection's end is no answer", arguments: [0, 1, 9, 15, 25], Reading.allCases)
    func truncated(after count: Int, reading: Reading) async throws {
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(Gzip.hello.count)\r\n\r\n"
            peer.send(Array(head.utf8) + Gzip.hello.prefix(count))
        }
        let error = await client.error(of: OutgoingRequest(method: .get, url: server.url()), reading)
        #expect(error == HTTPClientError(.connectionClosed, nothingSent: false))
    }

    @Test("that goes on after its end is malformed", arguments: Reading.allCases)
    func garbage(reading: Reading) async throws {
        let server = try server(sending: Gzip.hello + [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
        let error = await client.error(of: OutgoingRequest(method: .get, url: server.url()), reading)
        #expect(error == HTTPClientError(.malformedResponse, nothingSent: false))
    }

    @Test(
        "in a form that nobody asked for is malformed",
        arguments: ["compress", "x, gzip", "gzip, gzip, gzip, gzip, gzip, gzip, gzip"],
        Reading.allCases
    )
    func unknownCoding(coding: String, reading: Reading) async throws {
        let server = try server(sending: Gzip.hello, coding: coding)
        let error = await client.error(of: OutgoingRequest(method: .get, url: server.url()), reading)
        #expect(error == HTTPClientError(.malformedResponse, nothingSent: false))
    }

    @Test("that unpacks to more than the limit is refused", arguments: Reading.allCases)
    func bomb(reading: Reading) async throws {
        let server = try server(sending: Gzip.zeros)
        var request = OutgoingRequest(method: .get, url: server.url(), maxResponseBytes: Gzip.zerosLength)
        #expect(try await client.response(to: request, reading).body.count == Gzip.zerosLength)
        request.maxResponseBytes -= 1
        let error = await client.error(of: request, reading)
        #expect(error?.kind == .responseTooLarge(limit: Gzip.zerosLength - 1))
    }
}
