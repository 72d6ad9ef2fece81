import HTTP
import HTTPClient
import TestSupport
import Testing

@Suite("An answer's head", .timeLimit(.minutes(1)))
struct HeadTests {
    private let client = HTTPClient()
    private static let tooLarge = HTTPClientError(.headTooLarge(limit: 64 << 10), nothingSent: false)

    private func server(_ script: @escaping @Sendable (Peer) -> Void) throws -> LoopbackServer {
        try LoopbackServer { peer in
            guard peer.readRequest() != nil else { return }
            script(peer)
        }
    }

    private func error(
        _ reading: Reading,
        from script: @escaping @Sendable (Peer) -> Void
    ) async throws
        -> HTTPClientError?
    {
        let server = try server(script)
        return await client.error(of: OutgoingRequest(method: .get, url: server.url()), reading)
    }

    @Test("may be some tens of kilobytes", arguments: Reading.allCases)
    func large(reading: Reading) async throws {
        let server = try server { peer in
            let lines = (0..<50).map { "X-\($0): \(String(repeating: "a", count: 1_000))\r\n" }
            peer.answer("hello", fields: lines.joined())
        }
        let response = try await client.response(to: OutgoingRequest(method: .get, url: server.url()), reading)
        #expect(response.headers.count == 51)
        #expect(response.text == "hello")
    }

    @Test(
        "without end is given up: one line, many lines, many short lines, an empty name",
        arguments: [
            "a", "X: \(String(repeating: "a", count: 1_000))\r\n", "X: y\r\n", "X:\r\n", "X: y\r\n a\r\n",
            "Content-Length: 1\r\n",
        ],
        Reading.allCases
    )
    func endless(line: String, reading: Reading) async throws {
        let error = try await error(reading) { peer in
            peer.send("HTTP/1.1 200 OK\r\n")
            while peer.send(String(repeating: line, count: 1_000)) {}
        }
        #expect(error == Self.tooLarge)
    }

    @Test(
        "after interim ones without end is given up",
        arguments: ["100 Continue\r\n\r\n", "103 Early Hints\r\nLink: </x>\r\n\r\n"],
        Reading.allCases
    )
    func endlessInterim(interim: String, reading: Reading) async throws {
        let error = try await error(reading) { peer in
            while peer.send(String(repeating: "HTTP/1.1 \(interim)", count: 100)) {}
        }
        #expect(error == Self.tooLarge)
    }

    @Test("may come after many interim ones", arguments: Reading.allCases)
    func manyInterim(reading: Reading) async throws {
        let server = try server { peer in
            for _ in 0..<100 { peer.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-A: b\r\n\r\n") }
            peer.answer("hello")
        }
        let response = try await client.response(to: OutgoingRequest(method: .get, url: server.url()), reading)
        #expect(response.text == "hello")
        #expect(response.headers == ["Content-Length": "5"])
    }

    @Test("after the body, the trailers, is given up when it has no end", arguments: Reading.allCases)
    func endlessTrailers(reading: Reading) async throws {
        let error = try await error(reading) { peer in
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n")
            while peer.send(String(repeating: "X-Trailer: y\r\n", count: 100)) {}
        }
        #expect(error == Self.tooLarge)
    }

    @Test(
        "that does not tell where the answer ends is malformed",
        arguments: [
            "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 5, 6", "Content-Length: 6\r\nContent-Length: 5",
            "Content-Length: -5", "Content-Length: +5", "Content-Length: 5x", "Content-Length: 0x5",
            "Content-Length:", "Content-Length: five", "Content-Length: 99999999999999999999",
            "Content-Length: 5,", "Content-Length: 5\r\n 6", "Content-Length: ٥",
        ],
        Reading.allCases
    )
    func length(field: String, reading: Reading) async throws {
        let error = try await error(reading) { $0.send("HTTP/1.1 200 OK\r\n\(field)\r\n\r\nhello") }
        #expect(error == HTTPClientError(.malformedResponse, nothingSent: false))
    }

    @Test("may repeat the length", arguments: ["Content-Length: 5\r\ncontent-length: 5", "Content-Length: 5 , 5"])
    func sameLength(fields: String) async throws {
        let server = try server { $0.send("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\nhello") }
        let response = try await client.send(OutgoingRequest(method: .get, url: server.url()))
        #expect(response.text == "hello")
    }

    @Test(
        "with a line that is no field is malformed",
        arguments: ["no colon", ": no name", " continued: nothing", "X: \u{0}y", "HTTP/1.1 200 OK"],
        Reading.allCases
    )
    func noField(line: String, reading: Reading) async throws {
        let error = try await error(reading) { $0.send("HTTP/1.1 200 OK\r\n\(line)\r\nContent-Length: 0\r\n\r\n") }
        #expect(error == HTTPClientError(.malformedResponse, nothingSent: false))
    }

    @Test("may have a field on several lines: a space takes the place of the line's end")
    func continuation() async throws {
        let server = try server { peer in
            peer.send("HTTP/1.1 200 OK\r\nX-A: one\r\n  two: 2\r\n\tthree\r\nX-B: c\r\nContent-Length: 0\r\n\r\n")
        }
        let response = try await client.send(OutgoingRequest(method: .get, url: server.url()))
        #expect(response.headers == ["X-A": "one two: 2 three", "X-B": "c", "Content-Length": "0"])
    }

    @Test("may end its lines with a line feed alone")
    func lineFeeds() async throws {
        let server = try server { $0.send("HTTP/1.1 200 OK\nX-A: b\nContent-Length: 5\n\nhello") }
        let response = try await client.send(OutgoingRequest(method: .get, url: server.url()))
        #expect(response.headers == ["X-A": "b", "Content-Length": "5"])
        #expect(response.text == "hello")
    }
}
