import HTTP
import JSON
import Testing

@Suite("The products' tools")
struct ProductToolTests {
    @Test("search as the REST route does, and tell it in a text too")
    func search() async throws {
        let tool = try await Fixture.answer(Fixture.call("product_search", ["q": "kettle"]))
        #expect(tool.body?["result"]?["isError"] == false)
        let rest = try await Fixture.answer(Fixture.get("/api/v1/products", "q=kettle"))
        #expect(tool.structuredContent == rest.body)
        #expect(
            tool.text == """
                1 found, 1 shown.

                Steel Kettle (p/1)
                49.90 EUR, in-stock, rated 4.5 of 5. Brisaluna, Coffee & Tea.
                Boils fast.
                capacity: 1.7 l; lit: yes; protocols: a, b
                """
        )
    }

    @Test("say how to go on when there is more")
    func page() async throws {
        let first = try await Fixture.answer(Fixture.call("product_search", ["limit": 1]))
        let cursor = try #require(first.structuredContent?["nextCursor"])
        #expect(first.text.contains("2 found, 1 shown."))
        #expect(first.text.contains(try #require(cursor.string)))
        let second = try await Fixture.answer(Fixture.call("product_search", ["limit": 1, "cursor": cursor]))
        #expect(second.structuredContent?["products"]?[0]?["productId"] == "p2")
        #expect(second.structuredContent?["nextCursor"] == nil)
    }

    @Test("say what to search for when nothing is found: that is no error")
    func nothing() async throws {
        let answer = try await Fixture.answer(Fixture.call("product_search", ["q": "ketle"]))
        #expect(answer.body?["result"]?["isError"] == false)
        #expect(answer.structuredContent?["total"] == 0)
        #expect(answer.text.contains(#"Did you mean "kettle"? {"q":"kettle"} finds 1."#))
    }

    @Test(
        "tell the model what is wrong with its arguments",
        arguments: [
            (["limit": 5_000], "limit must be a whole number from 1 to 100."),
            (["minPrice": -5], "minPrice must be a number of 0 or more"),
            (["minPrice": 9, "maxPrice": 8], "minPrice (9) is more than maxPrice (8)"),
            (["availability": "available"], "in-stock, limited, out-of-stock"),
            (["query": "kettle"], "query is not known here"), (["q": ["kettle"]], "q must be a string, not array."),
        ] as [(JSONValue, String)]
    )
    func wrong(_ arguments: JSONValue, _ expected: String) async throws {
        let answer = try await Fixture.answer(Fixture.call("product_search", arguments))
        #expect(answer.status == 200)
        #expect(answer.body?["result"]?["isError"] == true)
        #expect(answer.structuredContent == nil)
        #expect(answer.text.contains(expected))
    }

    @Test("get one product with its number and pictures")
    func get() async throws {
        let answer = try await Fixture.answer(Fixture.call("product_get", ["productId": "p/1"]))
        let rest = try await Fixture.answer(Fixture.get("/api/v1/products/p%2F1"))
        #expect(answer.structuredContent == rest.body)
        #expect(answer.text.contains("GTIN 2000000145136\nhttps://images.example.com/1.jpg"))
    }

    @Test(
        "say that there is no such product, or what an id is",
        arguments: [["productId": "nope"], ["productId": 7], [:], ["productId": "p2", "x": 1]] as [JSONValue]
    )
    func noProduct(_ arguments: JSONValue) async throws {
        let answer = try await Fixture.answer(Fixture.call("product_get", arguments))
        #expect(answer.body?["result"]?["isError"] == true)
        #expect(answer.text.contains("product_search"))
    }

    @Test("are served in both eras, and a GET is a 405 of the protocol's own")
    func protocolErrors() async throws {
        var request = Fixture.get("/mcp")
        let get = try await Fixture.answer(request)
        #expect(get.status == 405)
        #expect(get.headers["allow"] == "POST")
        request.method = .put
        #expect(try await Fixture.answer(request).status == 405)
        let initialize: JSONValue = [
            "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": ["protocolVersion": "2025-06-18"],
        ]
        let opened = try await Fixture.answer(Fixture.post("/mcp", initialize.serialized()))
        #expect(opened.body?["result"]?["serverInfo"]?["name"] == "ai-model-gateway-products")
        var modern = Fixture.call("product_search", [:])
        modern.headers["mcp-protocol-version"] = "2026-07-28"
        #expect(try await Fixture.answer(modern).error?["code"] == -32602)
    }
}
