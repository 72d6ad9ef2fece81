import HTTP
import HTTPClient
import TestSupport
import Testing

@Suite("Over HTTP/2", .timeLimit(.minutes(1)), .http2Server)
struct HTTP2Tests {
    private let server: HTTP2Server
    private let client: HTTPClient

    init() throws {
        server = try #require(HTTP2Server.current)
        client = server.makeClient()
    }

    @Test("a request arrives with its body, and one connection serves many", arguments: Reading.allCases)
    func plain(reading: Reading) async throws {
        let first = try await client.response(to: server.request("who", name: "\(reading)-a"), reading)
        #expect(first.status == .ok)
        let number = try #require(first.text.split(separator: " ").first)
        #expect(first.text == "\(number) GET 0 1")
        let body = [UInt8](repeating: 0x61, count: 3 << 20)
        let request = server.request("who", name: "\(reading)-b", method: .post, body: body)
        #expect(try await client.response(to: request, reading).text == "\(number) POST \(body.count) 1")
    }

    @Test("a large answer arrives whole", arguments: Reading.allCases)
    func large(reading: Reading) async throws {
        let body = try await client.response(to: server.request("large"), reading).body
        #expect(body.count == 8 << 20)
        #expect(body.starts(with: "0123456789abcdef0123456789abcdef".utf8))
        #expect(body.suffix(16).elementsEqual("0123456789abcdef".utf8))
    }

    @Test("a large answer arrives through a small buffer")
    func smallBuffer() async throws {
        let client = server.makeClient { $0.bodyBufferBytes = 1_000 }
        let response = try await client.stream(server.request("large"))
        var count = 0
        for try await bytes in response.body { count += bytes.count }
        #expect(count == 8 << 20)
    }

    @Test("many requests at once each get their answer")
    func concurrency() async throws {
        let answers = await withTaskGroup(of: String?.self) { group in
            for number in 0..<40 {
                let body = [UInt8](repeating: 0x61, count: number)
                let request = server.request("who", name: "at-once-\(number)", method: .post, body: body)
                group.addTask { (try? await client.send(request))?.text }
            }
            return await group.reduce(into: [String?]()) { $0.append($1) }
        }
        #expect(Set(answers.map { $0?.split(separator: " ").dropFirst().joined(separator: " ") }).count == 40)
        #expect(!answers.contains(nil))
    }

    @Test("a head of some tens of kilobytes arrives whole, without a wait", arguments: Reading.allCases)
    func largeHead(reading: Reading) async throws {
        // When libcurl forgets the rest of it, the time to connect brings it back.
        let request = server.request("large-head", timeouts: Timeouts(connect: .seconds(500)))
        let response = try await client.response(to: request, reading)
        #expect(response.headers.count == 50)
        #expect(response.headers["x-49"]?.count == 1_000)
    }

    @Test("trailers are passed over", arguments: Reading.allCases)
    func trailers(reading: Reading) async throws {
        let response = try await client.response(to: server.request("trailers"), reading)
        #expect(response.text == "hello")
        #expect(!response.headers.contains("x-trailer"))
    }

    @Test("interim answers are passed over", arguments: Reading.allCases)
    func interim(reading: Reading) async throws {
        let response = try await client.response(to: server.request("interim"), reading)
        #expect(response.status == .ok)
        #expect(response.text == "hello")
        #expect(!response.headers.contains("link"))
    }

    @Test("the server is told that it must not push")
    func push() async throws {
        #expect(try await client.send(server.request("settings")).text == "0")
    }

    @Test("a server that lowers the number of streams is obeyed, and every request served")
    func fewerStreams() async throws {
        _ = try await client.send(server.request("one-at-a-time"))
        let count = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                let request = server.request("who", name: "few-\(number)")
                group.addTask { (try? await client.send(request))?.status == .ok }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(count == 20)
    }

    @Test("a connection that the server gives up after an answer is replaced without a word", arguments: [true, false])
    func goAwayAfter(isIdempotent: Bool) async throws {
        let name = "\(isIdempotent)"
        let request = server.request("go-away-after", name: name, method: .post, body: [1], isIdempotent: isIdempotent)
        let first = try await client.send(request).text
        let second = try await client.send(request).text
        #expect(first.hasSuffix("POST 1 1"))
        #expect(second.hasSuffix("POST 1 2"))
        #expect(first.split(separator: " ").first != second.split(separator: " ").first)
    }

    @Test("a request that the server has not begun is sent again, on another connection, when it may be repeated")
    func refusedOnce() async throws {
        let request = server.request("refused-once", name: "fresh", method: .post, body: [1], isIdempotent: true)
        #expect(try await client.send(request).text.hasSuffix("POST 1 2"))
    }

    @Test(
        "the same holds on a connection that was used before",
        arguments: ["refused-once", "go-away-before"]
    )
    func refusedOnceLater(scenario: String) async throws {
        _ = try await client.send(server.request("who", name: "before"))
        let request = server.request(scenario, name: "later", method: .post, body: [1], isIdempotent: true)
        #expect(try await client.send(request).text.hasSuffix("POST 1 2"))
    }

    @Test("a request that the server always refuses is given up", arguments: [true, false])
    func refused(isIdempotent: Bool) async throws {
        let name = "\(isIdempotent)"
        let request = server.request("refused", name: name, method: .post, body: [1], isIdempotent: isIdempotent)
        #expect(await client.error(of: request) == HTTPClientError(.connectionClosed, nothingSent: false))
        #expect(try await server.count(of: "refused", name: name) == (isIdempotent ? 2 : 1))
    }

    @Test(
        "an answer that comes before the request's body is taken is delivered",
        arguments: [
            ("early-refusal", "too large"),
            ("early-refusal-compressed", String(repeating: "too large ", count: 10)),
            ("early-refusal-large", String(repeating: "x", count: 60_000)),
        ],
        Reading.allCases
    )
    func early(answer: (scenario: String, text: String), reading: Reading) async throws {
        let request = server.request(answer.scenario, method: .post, body: [UInt8](repeating: 0x61, count: 5 << 20))
        // A small buffer, so that libcurl may have all of it before the reader has.
        let client = server.makeClient { $0.bodyBufferBytes = 1 }
        let response = try await client.response(to: request, reading)
        #expect(response.status.rawValue == 413)
        #expect(response.text == answer.text)
    }
}
