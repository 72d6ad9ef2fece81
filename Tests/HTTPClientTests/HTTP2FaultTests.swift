import HTTP
import HTTPClient
import TestSupport
import Testing

@Suite("Over HTTP/2, a server's fault", .timeLimit(.minutes(1)), .http2Server)
struct HTTP2FaultTests {
    private let server: HTTP2Server
    private let client: HTTPClient

    init() throws {
        server = try #require(HTTP2Server.current)
        client = server.makeClient()
    }

    @Test(
        "that breaks the answer off is a closed connection, and nothing is sent twice",
        arguments: [
            "reset", "reset-in-body", "go-away-in-body", "drop", "drop-hard", "drop-in-body", "garbage", "no-status",
            "wrong-length", "push",
        ],
        Reading.allCases
    )
    func brokenOff(scenario: String, reading: Reading) async throws {
        let request = server.request(scenario, name: "\(reading)", method: .post, body: [1])
        let error = await client.error(of: request, reading)
        #expect(error == HTTPClientError(.connectionClosed, nothingSent: false))
        #expect(try await server.count(of: scenario, name: "\(reading)") == 1)
        // The client is none the worse for it.
        #expect(try await client.send(server.request("who", name: "\(scenario)-\(reading)")).status == .ok)
    }

    @Test("that breaks a connection which two requests share fails both, and neither is sent twice")
    func sharedConnection() async throws {
        // There is one connection: the first request opens it, and the second joins.
        let client = server.makeClient { $0.maxConnectionsPerHost = 1 }
        let first = server.request("drop-two", name: "first", method: .post, body: [1])
        let second = server.request("drop-two", name: "second", method: .post, body: [1])
        async let firstError = client.error(of: first)
        async let secondError = client.error(of: second)
        let errors = await [firstError, secondError]
        let closed = HTTPClientError(.connectionClosed, nothingSent: false)
        #expect(errors == [closed, closed])
        #expect(try await server.count(of: "drop-two", name: "first") == 1)
        #expect(try await server.count(of: "drop-two", name: "second") == 1)
    }

    @Test(
        "to ask for HTTP/1.1 in the midst of HTTP/2 is met when the request may be sent twice",
        arguments: [true, false]
    )
    func oldVersionRequired(isIdempotent: Bool) async throws {
        let scenario = "http-1-1-required"
        let name = "\(isIdempotent)"
        let request = server.request(scenario, name: name, method: .post, body: [1], isIdempotent: isIdempotent)
        if isIdempotent {
            #expect(try await client.send(request).text == "HTTP/1.1")
        } else {
            let closed = HTTPClientError(.connectionClosed, nothingSent: false)
            #expect(await client.error(of: request) == closed)
        }
        #expect(try await server.count(of: scenario, name: name) == (isIdempotent ? 2 : 1))
    }

    @Test(
        "to finish an answer that came early is silence as any other",
        arguments: ["early-silence", "early-silence-with-length"],
        Reading.allCases
    )
    func earlySilence(scenario: String, reading: Reading) async throws {
        let timeouts = Timeouts(connect: .seconds(50), idle: .milliseconds(100), total: .seconds(50))
        let body = [UInt8](repeating: 0x61, count: 1 << 20)
        let request = server.request(scenario, method: .post, body: body, timeouts: timeouts)
        let error = await client.error(of: request, reading)
        #expect(error == HTTPClientError(.timedOut(.idle), nothingSent: false))
    }

    @Test("to go on is noticed", arguments: ["silence", "silence-in-body"], Reading.allCases)
    func silence(scenario: String, reading: Reading) async throws {
        let timeouts = Timeouts(connect: .seconds(50), idle: .milliseconds(100), total: .seconds(50))
        let error = await client.error(of: server.request(scenario, timeouts: timeouts), reading)
        #expect(error == HTTPClientError(.timedOut(.idle), nothingSent: false))
    }

    @Test("to go on with anything but pings is noticed", arguments: Reading.allCases)
    func endlessPings(reading: Reading) async throws {
        let timeouts = Timeouts(connect: .seconds(50), idle: .milliseconds(100), total: .seconds(50))
        let error = await client.error(of: server.request("endless-pings", timeouts: timeouts), reading)
        // nghttp2 gives the connection up, before or after, when too many of its answers find nobody to read them.
        #expect([.timedOut(.idle), .connectionClosed].contains(error?.kind))
    }

    @Test("to take the request's body is noticed", arguments: Reading.allCases)
    func stalled(reading: Reading) async throws {
        let timeouts = Timeouts(connect: .seconds(50), idle: .milliseconds(100), total: .seconds(50))
        let body = [UInt8](repeating: 0x61, count: 1 << 20)
        let request = server.request("stalled", method: .post, body: body, timeouts: timeouts)
        let error = await client.error(of: request, reading)
        #expect(error == HTTPClientError(.timedOut(.idle), nothingSent: false))
    }

    @Test("to stop talking of other things does not keep the answer away")
    func pings() async throws {
        #expect(try await client.send(server.request("pings")).status == .ok)
    }

    @Test("for a head over the limit says the limit", arguments: Reading.allCases)
    func hugeHead(reading: Reading) async throws {
        let error = await client.error(of: server.request("huge-head"), reading)
        #expect(error == HTTPClientError(.headTooLarge(limit: 64 << 10), nothingSent: false))
    }

    @Test("for a head without end is given up", arguments: ["endless-head", "endless-interim"], Reading.allCases)
    func endlessHead(scenario: String, reading: Reading) async throws {
        let error = await client.error(of: server.request(scenario), reading)
        // nghttp2 and libcurl have bounds of their own, which may be reached within what is read at once.
        let expected: [HTTPClientError.Kind?] = [.connectionClosed, .headTooLarge(limit: 64 << 10)]
        #expect(expected.contains(error?.kind))
    }
}
