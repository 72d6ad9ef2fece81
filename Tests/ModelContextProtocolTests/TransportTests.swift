import HTTP
import JSON
import ModelContextProtocol
import Testing

@Suite("The transport")
struct TransportTests {
    @Test(
        "takes web pages of allowed and loopback origins, and programs that send none",
        arguments: [
            nil, "https://app.example.com", "HTTPS://APP.example.com", "http://localhost", "http://localhost:6274",
            "http://127.0.0.1:8080", "https://127.8.9.10", "http://[::1]:3000",
        ]
    )
    func goodOrigin(_ origin: String?) async throws {
        let answer = try await Fixture.answer(Fixture.modernRequest("tools/list", headers: [("Origin", origin)]))
        #expect(answer.status == 200)
    }

    @Test(
        "refuses every other origin with 403",
        arguments: [
            "https://evil.example.com", "http://app.example.com", "https://app.example.com:8443", "null", "",
            "http://localhost.evil.example", "http://127.0.0.1.evil.example", "http://127.0.0.256", "http://[::2]",
            "http://localhost:80@evil.example", "http://localhost:99999", "ftp://localhost", "localhost",
            "http://[::1", "https://app.example.com.evil.example",
        ]
    )
    func badOrigin(_ origin: String) async throws {
        let answer = try await Fixture.answer(Fixture.modernRequest("tools/list", headers: [("Origin", origin)]))
        #expect(answer.status == 403)
        #expect(answer.code == -32600)
        #expect(answer.body?["id"] == nil)
    }

    @Test("looks at every Origin header, and at those of a GET")
    func manyOrigins() async throws {
        var request = Fixture.modernRequest("tools/list", headers: [("Origin", "http://localhost")])
        request.headers.append("Origin", "https://evil.example.com")
        #expect(try await Fixture.answer(request).status == 403)
        request.method = .get
        #expect(try await Fixture.answer(request).status == 403)
    }

    @Test("answers 405 with Allow to every method but POST", arguments: ["GET", "DELETE", "PUT", "OPTIONS", "HEAD"])
    func method(_ method: String) async throws {
        var request = Fixture.legacyRequest("ping")
        request.method = Method(rawValue: method)
        let answer = try await Fixture.answer(request)
        #expect(answer.status == 405)
        #expect(answer.headers["allow"] == "POST")
    }

    @Test("takes JSON only", arguments: ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""])
    func badContentType(_ type: String) async throws {
        let request = Fixture.post(["jsonrpc": "2.0", "id": 1, "method": "ping"], ["Content-Type": type])
        #expect(try await Fixture.answer(request).status == 415)
    }

    @Test("takes JSON with parameters, and a body that nothing is said of")
    func contentType() async throws {
        var request = Fixture.legacyRequest("ping")
        request.headers["Content-Type"] = "Application/JSON; charset=utf-8"
        #expect(try await Fixture.answer(request).status == 200)
        request.headers["Content-Type"] = nil
        #expect(try await Fixture.answer(request).status == 200)
    }

    @Test(
        "answers clients that accept JSON in any of the ways to say so",
        arguments: [
            nil, "application/json", "text/event-stream, application/json;q=0.5", "*/*", "application/*", "*/* ; q=0.1",
        ]
    )
    func accept(_ accept: String?) async throws {
        var request = Fixture.legacyRequest("ping")
        request.headers["Accept"] = accept
        #expect(try await Fixture.answer(request).status == 200)
    }

    @Test("answers 406 to clients that accept no JSON", arguments: ["text/event-stream", "text/html, text/*", ""])
    func notAcceptable(_ accept: String) async throws {
        var request = Fixture.legacyRequest("ping")
        request.headers["Accept"] = accept
        #expect(try await Fixture.answer(request).status == 406)
    }

    @Test("reads a body up to 1 MiB")
    func size() async throws {
        let text = JSONValue.string(String(repeating: "a", count: 1 << 20))
        let large = Fixture.post(["jsonrpc": "2.0", "id": 1, "method": "ping", "params": ["x": text]])
        #expect(try await Fixture.answer(large).status == 413)
    }

    @Test("never gives out a session id")
    func noSession() async throws {
        let initialize = Fixture.legacyRequest("initialize", ["protocolVersion": "2025-11-25"])
        var list = Fixture.legacyRequest("tools/list", version: "2025-11-25")
        list.headers["Mcp-Session-Id"] = "from-elsewhere"
        list.headers["Last-Event-ID"] = "9"
        for request in [initialize, list, Fixture.modernRequest("server/discover")] {
            let answer = try await Fixture.answer(request)
            #expect(answer.status == 200)
            #expect(answer.headers["mcp-session-id"] == nil)
            #expect(answer.headers["content-type"] == "application/json")
        }
    }
}
