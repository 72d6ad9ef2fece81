import HTTP
import HTTPClient
import TestSupport
import Testing

@Suite("A body in chunks", .timeLimit(.minutes(1)))
struct ChunkedTests {
    private let client = HTTPClient()
    private static let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"

    private func server(sending answer: String) throws -> LoopbackServer {
        try LoopbackServer.answering { peer, request in
            if request.target == "/again" { peer.answer("\(peer.number)") } else { peer.send(answer) }
        }
    }

    @Test(
        "is what the chunks are, and nothing of how they are cut",
        arguments: [
            "\r\n5;name=value;other=\"quoted; 3\"\r\nhello\r\n0;last\r\n\r\n", "\r\n00000005\r\nhello\r\n000\r\n\r\n",
            "\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\nX-Trailer: y\r\nContent-Length: 7\r\n\r\n",
            "Content-Length: 3\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "\r\n5 \r\nhello\r\n0\r\n\r\n",
        ],
        Reading.allCases
    )
    func good(rest: String, reading: Reading) async throws {
        let server = try server(sending: Self.head + rest)
        let response = try await client.response(to: OutgoingRequest(method: .get, url: server.url()), reading)
        #expect(response.text == "hello")
        #expect(!response.headers.contains("x-trailer"))
        // Where the answer ends was understood: the next one begins there.
        let again = try await client.send(OutgoingRequest(method: .get, url: server.url("/again")))
        #expect(again.text == "0")
    }

    @Test(
        "is malformed where a chunk's size is none, or is not where the chunk ends",
        arguments: [
            "x\r\n", "-5\r\nhello\r\n0\r\n\r\n", "\r\nhello\r\n", "FFFFFFFFFFFFFFFFFF\r\nhello", ";a=b\r\nhello\r\n",
            "5\r\nhelloo\r\n0\r\n\r\n", "5\r\nhello5\r\nhello\r\n0\r\n\r\n",
            "8000000000000000\r\nhello",
        ],
        Reading.allCases
    )
    func malformed(chunks: String, reading: Reading) async throws {
        let server = try server(sending: Self.head + "\r\n" + chunks)
        let error = await client.error(of: OutgoingRequest(method: .get, url: server.url()), reading)
        #expect(error == HTTPClientError(.malformedResponse, nothingSent: false))
    }

    @Test("may announce a chunk of any size, and is held to what comes of it")
    func giantChunk() async throws {
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.send(Self.head + "\r\n7FFFFFFFFFFFFFFF\r\nhello")
        }
        let request = OutgoingRequest(method: .get, url: server.url(), maxResponseBytes: 4)
        #expect(await client.error(of: request)?.kind == .responseTooLarge(limit: 4))
        #expect(
            await client.error(of: OutgoingRequest(method: .get, url: server.url()))
                == HTTPClientError(
                    .connectionClosed,
                    nothingSent: false
                )
        )
    }
}
