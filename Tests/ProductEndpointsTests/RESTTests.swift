import AWSServices
import HTTP
import JSON
import Testing

@Suite("The products' REST routes")
struct RESTTests {
    @Test(
        "search by URL and by body alike",
        arguments: ["/api/v1/products", "/api/v1/products/search", "/api/v1/products/"]
    )
    func search(_ path: String) async throws {
        let answer = try await Fixture.answer(Fixture.get(path, "q=kettle&category=coffee+%26+tea&maxPrice=50&limit=1"))
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/json")
        #expect(answer.body?.object?.keys == ["products", "total"])
        #expect(answer.body?["total"] == 1)
        #expect(answer.body?["products"]?[0]?["productId"] == "p/1")
        let body: JSONValue = ["q": "kettle", "category": "coffee & tea", "maxPrice": 50, "limit": 1]
        let posted = try await Fixture.answer(Fixture.post("/api/v1/products/search", body.serialized()))
        #expect(posted.body == answer.body)
    }

    @Test("list everything when nothing is asked for")
    func everything() async throws {
        #expect(try await Fixture.answer(Fixture.get("/api/v1/products")).body?["total"] == 2)
        #expect(try await Fixture.answer(Fixture.post("/api/v1/products/search", [])).body?["total"] == 2)
    }

    @Test("answer 200 with suggestions when nothing is found")
    func nothing() async throws {
        let answer = try await Fixture.answer(Fixture.get("/api/v1/products/search", "q=ketle"))
        #expect(answer.status == 200)
        #expect(answer.body?["products"] == [])
        #expect(answer.body?["total"] == 0)
        #expect(answer.body?["message"]?.string?.isEmpty == false)
        #expect(answer.body?["suggestions"]?[0]?["query"] == ["q": "kettle"])
    }

    @Test("give one product, its id percent-decoded")
    func product() async throws {
        let answer = try await Fixture.answer(Fixture.get("/api/v1/products/p%2F1"))
        #expect(answer.status == 200)
        #expect(answer.body?["name"] == "Steel Kettle")
        #expect(answer.body?["price"]?.number?.literal == "49.9")
        #expect(answer.body?["specifications"] == ["capacity": "1.7 l", "lit": true, "protocols": ["a", "b"]])
    }

    @Test("answer 404 for a product that is not there", arguments: ["p3", "P2", "%FF", "p%2", "p2%00"])
    func noProduct(_ segment: String) async throws {
        let answer = try await Fixture.answer(Fixture.get("/api/v1/products/\(segment)"))
        #expect(answer.status == 404)
        #expect(answer.error?["type"] == "INVALID_REQUEST")
        #expect(answer.error?["code"] == "product_not_found")
    }

    static let badQueries = [
        "limit=1000000", "limit=0", "minPrice=-1", "minPrice=20&maxPrice=10", "sort=cheap", "availability=yes",
        "cursor=abc", "limit=1&limit=2", "foo=bar", "minPrice=abc", "minRating=6", "q=%F0%9F%92%A1",
    ]

    @Test("refuse a bad search with the gateway API's error", arguments: badQueries)
    func badQuery(_ query: String) async throws {
        let answer = try await Fixture.answer(Fixture.get("/api/v1/products", query))
        #expect(answer.status == 400)
        #expect(answer.body?.object?.keys == ["error", "requestId", "timestamp"])
        #expect(answer.body?["requestId"] == "request-1")
        #expect(answer.body?["timestamp"] == "2026-01-01T00:00:00.000Z")
        #expect(answer.error?["type"] == "INVALID_REQUEST")
        #expect(answer.error?["code"] == "invalid_parameter")
        let parameter = try #require(answer.error?["details"]?["parameter"]?.string)
        #expect(query.contains("\(parameter)="))
        #expect(answer.error?["message"]?.string?.contains(parameter) == true)
    }

    static let badBodies: [[UInt8]] = [
        Array("{".utf8), Array("[]".utf8), Array("7".utf8), Array("nonsense".utf8), Array(#"{"q":"a"} x"#.utf8),
        Array(#"{"q":"a","q":"b"}"#.utf8), Array(#"{"q":""#.utf8) + [0xFF] + Array(#""}"#.utf8),
        Array(String(repeating: "[", count: 10_000).utf8), Array(String(repeating: #"{"q":"#, count: 10_000).utf8),
    ]

    @Test("refuse a body that is no JSON object", arguments: badBodies)
    func badBody(_ body: [UInt8]) async throws {
        let answer = try await Fixture.answer(Fixture.post("/api/v1/products/search", body))
        #expect(answer.status == 400)
        let isJSON = (try? JSONValue(parsing: body)) != nil
        #expect(answer.error?["code"] == (isJSON ? "invalid_body" : "invalid_json"))
    }

    @Test("refuse a body that is too long, and parameters beside a body")
    func otherBodies() async throws {
        let long = Array(#"{"q":"\#(String(repeating: "a", count: 70_000))"}"#.utf8)
        #expect(try await Fixture.answer(Fixture.post("/api/v1/products/search", long)).status == 413)
        var both = Fixture.post("/api/v1/products/search", Array("{}".utf8))
        both.query = ["q": "kettle"]
        #expect(try await Fixture.answer(both).status == 400)
    }

    @Test("list the tools")
    func tools() async throws {
        let answer = try await Fixture.answer(Fixture.get("/api/v1/mcp/tools"))
        let tools = try #require(answer.body?["tools"]?.array)
        #expect(tools.map { $0["name"] } == ["product_search", "product_get"])
        #expect(tools.allSatisfy { $0["annotations"]?["readOnlyHint"] == true })
        #expect(tools.allSatisfy { $0["annotations"]?["openWorldHint"] == false })
        let properties = tools[0]["inputSchema"]?["properties"]?.object ?? [:]
        #expect(properties.allSatisfy { $0.value["description"]?.string != nil })
    }

    @Test("answer 405 with Allow to another method, and 404 beyond the routes")
    func routing() async throws {
        var request = Fixture.get("/api/v1/products/p2")
        request.method = .delete
        let notAllowed = try await Fixture.answer(request)
        #expect(notAllowed.status == 405)
        #expect(notAllowed.headers["allow"] == "GET")
        #expect(notAllowed.error?["type"] == "INVALID_REQUEST")
        for path in ["/api/v1/elsewhere", "/health", "/v1/models", "nowhere"] {
            #expect(try await Fixture.answer(Fixture.get(path)).status == 404)
        }
    }
}
