import HTTP
import HTTPClient
import POSIX
import TestSupport
import Testing

/// A server that keeps the connection just alive enough, for ever.
@Suite("A server that drips", .timeLimit(.minutes(1)))
struct SlowServerTests {
    private let client = HTTPClient()
    private static let long = Duration.seconds(50)

    /// What a server says, and then over and over, a byte at a time.
    struct Drip: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let beginning: String
        let endless: String
    }

    private static let drips = [
        Drip(testDescription: "a status line", beginning: "HTTP/1.1 200 ", endless: "O"),
        Drip(testDescription: "a field", beginning: "HTTP/1.1 200 OK\r\nX-A: ", endless: "b"),
        Drip(testDescription: "fields", beginning: "HTTP/1.1 200 OK\r\n", endless: "A: b\r\n"),
        Drip(testDescription: "interim answers", beginning: "", endless: "HTTP/1.1 100 Continue\r\n\r\n"),
        Drip(testDescription: "a body", beginning: "HTTP/1.1 200 OK\r\n\r\n", endless: "x"),
        Drip(
            testDescription: "chunks",
            beginning: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            endless: "1\r\nx\r\n"
        ),
        Drip(
            testDescription: "a chunk's extension",
            beginning: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
            endless: "x"
        ),
        Drip(
            testDescription: "trailers",
            beginning: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n",
            endless: "A: b\r\n"
        ),
    ]

    private func server(_ drip: Drip, everyMilliseconds interval: UInt64) throws -> LoopbackServer {
        try LoopbackServer { peer in
            guard peer.readRequest() != nil else { return }
            peer.send(drip.beginning)
            let clock = Monitor(())
            while true {
                for byte in drip.endless.utf8 {
                    guard peer.send([byte]) else { return }
                    _ = clock.wait(until: MonotonicClock.nanoseconds() + interval * 1_000_000) { false }
                }
            }
        }
    }

    @Test("is given up when the time for the whole is over", arguments: drips, Reading.allCases)
    func total(drip: Drip, reading: Reading) async throws {
        let server = try server(drip, everyMilliseconds: 1)
        let timeouts = Timeouts(connect: Self.long, idle: Self.long, total: .milliseconds(50))
        let request = OutgoingRequest(method: .get, url: server.url(), timeouts: timeouts)
        let error = await client.error(of: request, reading)
        #expect(error == HTTPClientError(.timedOut(.total), nothingSent: false))
    }

    @Test("is given up when the silence between two bytes is too long", arguments: drips, Reading.allCases)
    func idle(drip: Drip, reading: Reading) async throws {
        let server = try server(drip, everyMilliseconds: 50_000)
        let timeouts = Timeouts(connect: Self.long, idle: .milliseconds(50), total: Self.long)
        let request = OutgoingRequest(method: .get, url: server.url(), timeouts: timeouts)
        let error = await client.error(of: request, reading)
        #expect(error == HTTPClientError(.timedOut(.idle), nothingSent: false))
    }

    @Test("is given up when it takes the request too slowly", arguments: Reading.allCases)
    func request(reading: Reading) async throws {
        let isOver = Monitor(false)
        let server = try LoopbackServer { peer in
            _ = peer.receive()
            _ = isOver.wait(until: soon()) { $0 }
        }
        defer { isOver.withLock { $0 = true } }
        let timeouts = Timeouts(connect: Self.long, idle: .milliseconds(50), total: Self.long)
        let body = [UInt8](repeating: 0x61, count: 32 << 20)
        let request = OutgoingRequest(method: .post, url: server.url(), body: body, timeouts: timeouts)
        let error = await client.error(of: request, reading)
        #expect(error == HTTPClientError(.timedOut(.idle), nothingSent: false))
    }

    @Test("its connections is given up when the time to connect is over, nothing sent", arguments: Reading.allCases)
    func connect(reading: Reading) async throws {
        let listener = try UnacceptingListener(backlog: 0)
        let others = listener.fill()
        defer { withExtendedLifetime(others) {} }
        let timeouts = Timeouts(connect: .milliseconds(50), idle: .milliseconds(1), total: Self.long)
        let request = OutgoingRequest(method: .get, url: listener.url, timeouts: timeouts)
        let error = await client.error(of: request, reading)
        #expect(error == HTTPClientError(.timedOut(.connect), nothingSent: true))
    }
}
