import HTTP
import TestSupport
import Testing

@testable import HTTPClient

@Suite("An answer that comes before the request's body is sent", .timeLimit(.minutes(1)))
struct EarlyAnswerTests {
    private let client = HTTPClient()
    private let body = [UInt8](repeating: 0x61, count: 5 << 20)

    /// Takes no more than the request's first bytes.
    private func server(_ script: @escaping @Sendable (Peer) -> Void) throws -> LoopbackServer {
        try LoopbackServer { peer in
            guard let bytes = peer.receive(), !bytes.isEmpty else { return }
            script(peer)
        }
    }

    @Test(
        "is delivered, not a broken connection",
        arguments: ["413 Content Too Large", "401 Unauthorized", "429 Too Many Requests", "503 Busy", "200 OK"],
        Reading.allCases
    )
    func refusal(status: String, reading: Reading) async throws {
        let server = try server { peer in
            peer.answer("too large", status: status, fields: "Connection: close\r\n")
            peer.shutdownSending()
            peer.waitForClose()
        }
        let request = OutgoingRequest(method: .post, url: server.url(), body: body)
        let response = try await client.response(to: request, reading)
        #expect(response.status.rawValue == Int(status.prefix(3)))
        #expect(response.text == "too large")
    }

    @Test("is delivered when the rest is taken after all, and the connection serves on", arguments: Reading.allCases)
    func lateRest(reading: Reading) async throws {
        let count = body.count
        let server = try LoopbackServer { peer in
            var received = peer.receive()?.count ?? 0
            peer.answer("no", status: "413 Content Too Large")
            while received < count, let bytes = peer.receive(), !bytes.isEmpty { received += bytes.count }
            while peer.readRequest() != nil { peer.answer("\(peer.number)") }
        }
        let request = OutgoingRequest(method: .post, url: server.url(), body: body)
        let response = try await client.response(to: request, reading)
        #expect(response.status.rawValue == 413)
        #expect(response.text == "no")
    }

    @Test("is broken off by silence, whatever it has come to", arguments: Reading.allCases)
    func silence(reading: Reading) async throws {
        let server = try server { peer in
            peer.send("HTTP/1.1 429 Too Many Requests\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntoo\r\n")
            peer.waitForClose()
        }
        let timeouts = Timeouts(connect: .seconds(50), idle: .milliseconds(100), total: .seconds(50))
        let request = OutgoingRequest(method: .post, url: server.url(), body: body, timeouts: timeouts)
        let error = await client.error(of: request, reading)
        #expect(error == HTTPClientError(.timedOut(.idle), nothingSent: false))
    }

    @Test("may be as silent as any other")
    func patience() throws {
        let request = OutgoingRequest(method: .post, url: "http://127.0.0.1/", body: body)
        let target = try #require(RequestTarget(url: request.url))
        let transfer = Transfer(request, target: target, driver: TransferDriver(.init(), host: nil))
        for line in ["HTTP/1.1 429 Too Many Requests\r\n", "Content-Length: 9\r\n", "\r\n"] {
            let isTaken = Array(line.utf8).withUnsafeBufferPointer { transfer.receiveHeaderLine($0) }
            #expect(isTaken)
        }
        let start = try #require(transfer.lastActivity)
        #expect(transfer.expiredPhase(at: start + 59_000_000_000) == nil)
        #expect(transfer.expiredPhase(at: start + 60_000_000_000) == .idle)
    }
}
