import Catalog
import JSON
import Testing

@Suite("The suggestions of a search that finds nothing")
struct SuggestionTests {
    private func suggestions(_ arguments: JSONObject) async throws -> [Suggestion] {
        let page = try await Fixture.store(FakeTable(Fixture.items())).search(try Fixture.query(arguments))
        #expect(page.products.isEmpty)
        #expect(page.total == 0)
        #expect(page.message != nil)
        #expect(page.json["suggestions"]?.array?.count == page.suggestions.count)
        return page.suggestions
    }

    static let first: [(JSONObject, JSONObject)] = [
        (["category": "Lightning"], ["category": "Lighting"]),
        (["category": "Coffee"], ["category": "Coffee & Tea"]),
        (["category": "lamps", "q": "desk"], ["q": "desk"]),
        (["brand": "Brisalunna"], ["brand": "Brisaluna"]),
        (["brand": "Elanovo", "maxPrice": 60], ["brand": "Élanova", "maxPrice": 60]),
        (["brand": "Elanovo", "maxPrice": 5], ["brand": "Élanova"]),
        (["q": "ketle"], ["q": "kettle"]),
        (["q": "pna"], ["q": "pan"]),
        (["q": "glas ketlle", "category": "Coffee & Tea"], ["q": "glas kettle", "category": "Coffee & Tea"]),
        (["q": "kettle", "maxPrice": 0.01], ["q": "kettle"]),
        (["category": "Kitchen", "minPrice": 100, "maxPrice": 200], ["category": "Kitchen", "maxPrice": 200]),
        (["q": "xyzzyxyzzy"], ["category": "Coffee & Tea"]),
    ]

    @Test("begin with what was most likely meant", arguments: first)
    func likeliest(_ arguments: JSONObject, _ expected: JSONObject) async throws {
        #expect(try await suggestions(arguments).first?.query == expected)
    }

    @Test(
        "are searches that find what they say, five at most, each once",
        arguments: first.map(\.0) + [
            ["q": "kettle", "brand": "Grauwerk", "category": "Lighting", "minRating": 5, "maxPrice": 1, "sort": "name"]
        ]
    )
    func honest(_ arguments: JSONObject) async throws {
        let suggestions = try await suggestions(arguments)
        #expect((1...5).contains(suggestions.count))
        for suggestion in suggestions {
            let page = try await Fixture.store(FakeTable(Fixture.items())).search(try Fixture.query(suggestion.query))
            #expect(page.total == suggestion.total)
            #expect(page.total > 0)
            #expect(suggestions.count { $0.query == suggestion.query } == 1)
        }
    }

    @Test("are none when there are no products at all")
    func emptyCatalogue() async throws {
        let page = try await Fixture.store(FakeTable([])).search(try Fixture.query(["q": "kettle"]))
        #expect(page.suggestions.isEmpty)
        #expect(page.message?.isEmpty == false)
        #expect(page.json["suggestions"] == [])
    }

    @Test("are not given when something is found, not even on a page behind the last")
    func notNeeded() async throws {
        let page = try await Fixture.store(FakeTable(Fixture.items())).search(try Fixture.query(["q": "kettle"]))
        #expect(page.suggestions.isEmpty)
        #expect(page.json["suggestions"] == nil)
        #expect(page.message == nil)
    }
}
