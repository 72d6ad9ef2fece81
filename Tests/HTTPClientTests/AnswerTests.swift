import HTTP
import HTTPClient
import TestSupport
import Testing

@Suite("An answer", .timeLimit(.minutes(1)))
struct AnswerTests {
    private let client = HTTPClient()

    @Test("comes with status, fields in order and body")
    func plain() async throws {
        let server = try LoopbackServer.answering { peer, _ in
            peer.answer("hello", status: "201 Created", fields: "Set-Cookie: a\r\nX-Empty:\r\nSet-Cookie:  b \r\n")
        }
        let response = try await client.send(OutgoingRequest(method: .get, url: server.url()))
        #expect(response.status == .created)
        #expect(response.headers == ["Set-Cookie": "a", "X-Empty": "", "Set-Cookie": "b", "Content-Length": "5"])
        #expect(response.text == "hello")
    }

    @Test(
        "is complete whichever way its length is given",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\nhello world",
            "HTTP/1.0 200 OK\r\n\r\nhello world",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world",
        ]
    )
    func lengths(answer: String) async throws {
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.send(answer)
        }
        let response = try await client.send(OutgoingRequest(method: .get, url: server.url()))
        #expect(response.status == .ok)
        #expect(response.text == "hello world")
        #expect(!response.headers.contains("X"))
        #expect(!response.headers.contains("Trailer"))
    }

    @Test("may come byte by byte")
    func drip() async throws {
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            for byte in "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n3\r\nabc\r\n0\r\n\r\n".utf8 {
                peer.send([byte])
            }
        }
        let response = try await client.send(OutgoingRequest(method: .get, url: server.url()))
        #expect(response.text == "abc")
        #expect(response.headers["a"] == "b")
    }

    @Test("to HEAD, and with 204, has no body")
    func noBody() async throws {
        let server = try LoopbackServer.answering { peer, request in
            if request.head.method == .head {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            } else {
                peer.send("HTTP/1.1 204 No Content\r\n\r\n")
            }
        }
        let toHead = try await client.send(OutgoingRequest(method: .head, url: server.url()))
        #expect(toHead.headers["content-length"] == "1000")
        #expect(toHead.body.isEmpty)
        let noContent = try await client.send(OutgoingRequest(method: .get, url: server.url()))
        #expect(noContent.status == .noContent)
        #expect(noContent.body.isEmpty)
        #expect(server.connectionCount == 1)
    }

    @Test("that redirects is handed over as it is", arguments: [301, 302, 303, 307, 308])
    func redirects(code: Int) async throws {
        let server = try LoopbackServer.answering { peer, _ in
            peer.answer("", status: "\(code) Elsewhere", fields: "Location: /other\r\n")
        }
        let response = try await client.send(OutgoingRequest(method: .get, url: server.url()))
        #expect(response.status.rawValue == code)
        #expect(response.headers["location"] == "/other")
    }

    @Test("is no failure whatever its status", arguments: [400, 404, 429, 500, 503, 599])
    func statuses(code: Int) async throws {
        let server = try LoopbackServer.answering { peer, _ in peer.answer("why", status: "\(code) X") }
        let response = try await client.send(OutgoingRequest(method: .post, url: server.url(), body: [1, 2, 3]))
        #expect(response.status.rawValue == code)
        #expect(response.text == "why")
    }

    @Test("that is compressed arrives decoded, without the fields that describe the compressed one")
    func gzip() async throws {
        let server = try LoopbackServer.answering { peer, request in
            let coding = request.head.headers["accept-encoding"] ?? "none"
            peer.send(
                Array(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nX-Accepted: \(coding)\r\nContent-Length: \(Gzip.hello.count)\r\n\r\n"
                        .utf8
                )
                    + Gzip.hello
            )
        }
        let decoded = try await client.send(OutgoingRequest(method: .get, url: server.url()))
        #expect(decoded.text == "hello, hello, hello")
        #expect(decoded.headers["x-accepted"] == "gzip, deflate")
        #expect(!decoded.headers.contains("content-encoding"))
        #expect(!decoded.headers.contains("content-length"))

        let plain = OutgoingRequest(method: .get, url: server.url(), acceptsCompression: false)
        let untouched = try await client.send(plain)
        #expect(untouched.body == Gzip.hello)
        #expect(untouched.headers["x-accepted"] == "none")
        #expect(untouched.headers["content-encoding"] == "gzip")

        let own = OutgoingRequest(method: .get, url: server.url(), headers: ["Accept-Encoding": "br"])
        #expect(try await client.send(own).headers["x-accepted"] == "br")
        #expect(try await client.send(own).body == Gzip.hello)
    }

    @Test("that unpacks to more than the limit is refused")
    func bomb() async throws {
        let server = try LoopbackServer.answering { peer, _ in
            let bomb = Gzip.zeros
            peer.send(
                Array("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n".utf8) + bomb
            )
        }
        var request = OutgoingRequest(method: .get, url: server.url(), maxResponseBytes: Gzip.zerosLength)
        #expect(try await client.send(request).body.count == Gzip.zerosLength)
        request.maxResponseBytes -= 1
        let error = await failure { () async throws(HTTPClientError) in try await client.send(request) }
        #expect(error?.kind == .responseTooLarge(limit: Gzip.zerosLength - 1))
    }

    @Test("of many megabytes arrives whole")
    func large() async throws {
        let body = (0..<(8 << 20)).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8) }
        let server = try LoopbackServer.answering { peer, request in
            peer.send(Array("HTTP/1.1 200 OK\r\nContent-Length: \(request.body.count)\r\n\r\n".utf8) + request.body)
        }
        let response = try await client.send(OutgoingRequest(method: .post, url: server.url(), body: body))
        #expect(response.body == body)
    }

    @Test("to each of fifty requests at once is the right one")
    func concurrency() async throws {
        let server = try LoopbackServer.answering { peer, request in
            peer.answer(request.target + String(decoding: request.body, as: UTF8.self))
        }
        let answers = await withTaskGroup(of: (Int, String?).self) { group in
            for number in 0..<50 {
                group.addTask {
                    let request = OutgoingRequest(
                        method: .post,
                        url: server.url("/\(number)"),
                        body: Array("-\(number)".utf8)
                    )
                    return (number, try? await client.send(request).text)
                }
            }
            return await group.reduce(into: [Int: String?]()) { $0[$1.0] = $1.1 }
        }
        #expect(answers.count == 50)
        for (number, text) in answers { #expect(text == "/\(number)-\(number)") }
    }

    @Test("keeps waiting for a place when there are more requests than connections")
    func connectionLimit() async throws {
        let server = try LoopbackServer.answering { peer, _ in peer.answer("x") }
        let client = makeClient { $0.maxConnectionsPerHost = 2 }
        // Whoever is forgotten while it waits is only remembered when this is over.
        let request = OutgoingRequest(method: .get, url: server.url(), timeouts: Timeouts(connect: .seconds(500)))
        for _ in 0..<20 {
            let count = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 { group.addTask { (try? await client.send(request))?.text == "x" } }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(count == 20)
        }
        #expect(server.connectionCount <= 2)
    }
}
