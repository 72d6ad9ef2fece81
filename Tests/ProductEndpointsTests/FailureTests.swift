import AWSServices
import Accounts
import HTTP
import JSON
import Testing

@Suite("When something else fails, the products' routes")
struct FailureTests {
    static let down = SmallTable(items: [], failure: .resourceNotFound)

    @Test(
        "answer 503 and tell only the log that the table is missing",
        arguments: ["/api/v1/products", "/api/v1/products/p2", "/api/v1/products/search"]
    )
    func missingTable(_ path: String) async throws {
        let answer = try await Fixture.answer(Fixture.get(path), table: Self.down)
        #expect(answer.status == 503)
        #expect(answer.error?["type"] == "INTERNAL_ERROR")
        #expect(answer.error?["code"] == "catalog_unavailable")
        #expect(answer.body.map { String(decoding: $0.serialized(), as: UTF8.self) }?.contains("catalog ") == false)
        #expect(answer.log.last?["level"] == "ERROR")
        #expect(answer.log.last?["errorDetail"]?.string?.contains("the table catalog does not exist") == true)
    }

    @Test("ask for a retry when it may pass")
    func throttled() async throws {
        let table = SmallTable(items: [], failure: .throttled)
        let answer = try await Fixture.answer(Fixture.get("/api/v1/products"), table: table)
        #expect(answer.status == 503)
        #expect(answer.headers["retry-after"] == "5")
        #expect(answer.error?["retryAfter"] == 5)
    }

    @Test("tell a model that it is not its fault, and the log what is", arguments: ["product_search", "product_get"])
    func tools(_ tool: String) async throws {
        let arguments: JSONValue = tool == "product_get" ? ["productId": "p2"] : [:]
        let answer = try await Fixture.answer(Fixture.call(tool, arguments), table: Self.down)
        #expect(answer.status == 200)
        #expect(answer.body?["result"]?["isError"] == true)
        #expect(answer.text.contains("can't be reached"))
        #expect(!answer.text.contains("catalog "))
        #expect(answer.log.first?["level"] == "ERROR")
        #expect(answer.log.first?["requestId"] == "request-1")
        #expect(answer.log.first?["reason"]?.string?.contains("the table catalog does not exist") == true)
    }

    @Test("answer 401 without an identity", arguments: [[:], ["principal": "nobody"], ["principal": "key"]])
    func unauthenticated(_ authorizer: [String: String]) async throws {
        let context = Fixture.context(authorizer: authorizer)
        let rest = try await Fixture.answer(Fixture.get("/api/v1/products"), context: context)
        #expect(rest.status == 401)
        #expect(rest.error?["type"] == "AUTHENTICATION_ERROR")
        #expect(rest.headers["www-authenticate"] == "Bearer")
        let mcp = try await Fixture.answer(Fixture.call("product_search", [:]), context: context)
        #expect(mcp.status == 401)
        #expect(mcp.body?["jsonrpc"] == "2.0")
        #expect(mcp.error?["code"] == 401)
        #expect(mcp.body?["id"] == nil)
    }

    @Test("count each request of a key, and none of the administrator")
    func admission() async throws {
        let keys = FakeKeyStore(.success(.refused(.expired)))
        #expect(try await Fixture.answer(Fixture.get("/api/v1/products"), keys: keys).status == 200)
        #expect(keys.counted.isEmpty)
        #expect(
            try await Fixture.answer(Fixture.get("/api/v1/products"), context: Fixture.key, keys: keys).status == 401
        )
        #expect(
            try await Fixture.answer(Fixture.call("product_search", [:]), context: Fixture.key, keys: keys).status
                == 401
        )
        #expect(keys.counted == ["key-1", "key-1"])
        #expect(try await Fixture.answer(Fixture.get("/api/v1/products"), context: Fixture.key).status == 200)
    }

    @Test("answer 429 with Retry-After above the limit")
    func rateLimited() async throws {
        let keys = FakeKeyStore(.success(.refused(.rateLimited(window: .minute, limit: 10, retryAfter: 42))))
        let rest = try await Fixture.answer(Fixture.get("/api/v1/products"), context: Fixture.key, keys: keys)
        #expect(rest.status == 429)
        #expect(rest.headers["retry-after"] == "42")
        #expect(rest.error?["type"] == "RATE_LIMIT_EXCEEDED")
        #expect(rest.error?["retryAfter"] == 42)
        let mcp = try await Fixture.answer(Fixture.call("product_search", [:]), context: Fixture.key, keys: keys)
        #expect(mcp.status == 429)
        #expect(mcp.headers["retry-after"] == "42")
        #expect(mcp.error?["code"] == 429)
    }

    @Test("answer 503 when keys can't be checked")
    func keyStoreDown() async throws {
        let keys = FakeKeyStore(.failure(.missingTable(name: "the-keys")))
        let answer = try await Fixture.answer(Fixture.get("/api/v1/products"), context: Fixture.key, keys: keys)
        #expect(answer.status == 503)
        #expect(answer.error?["code"] == "key_store_unavailable")
        #expect(answer.log.last?["errorDetail"]?.string?.contains("the-keys") == true)
    }

    @Test("log one line a request, with who asked, what came of it, and metrics")
    func log() async throws {
        let answer = try await Fixture.answer(Fixture.get("/api/v1/products/p2"), context: Fixture.key)
        #expect(answer.log.count == 1)
        let line = try #require(answer.log.first)
        #expect(line["route"] == "GET /api/v1/products/{id}")
        #expect(line["status"] == 200)
        #expect(line["requestId"] == "request-1")
        #expect(line["apiKeyId"] == "key-1")
        #expect(line["userId"] == "ann")
        #expect(line["Requests"]?.double == 1)
        #expect(line["Environment"] == "test")
    }
}
