import Catalog
import JSON
import Testing

@Suite("A search")
struct SearchTests {
    static let filters: [(JSONObject, [String])] = [
        ([:], ["p4", "p1", "p6", "p2", "p3", "p5"]),
        (["category": "Lighting"], ["p6", "p5"]),
        (["category": "lighting"], ["p6", "p5"]),
        (["category": "COFFEE & TEA", "maxPrice": 49.90], ["p1", "p2"]),
        (["category": "Coffee & Tea", "minPrice": 49.90], ["p1", "p3"]),
        (["category": "Coffee & Tea", "minPrice": 39.01, "maxPrice": 49.90], ["p1"]),
        (["brand": "Brisaluna"], ["p1", "p3"]),
        (["brand": "elanova"], ["p5"]),
        (["brand": "Brisaluna", "availability": "out-of-stock"], ["p3"]),
        (["availability": "in-stock"], ["p4", "p1", "p6", "p5"]),
        (["minRating": 4.5], ["p4", "p1", "p6"]),
        (["minPrice": 59, "maxPrice": 59], ["p4", "p5"]),
        (["maxPrice": 0.0125], ["p6"]),
        (["category": "Lighting", "brand": "Lumenfox", "q": "lamp", "minRating": 4], ["p6"]),
    ]

    @Test("finds what passes every filter", arguments: filters)
    func filter(_ arguments: JSONObject, _ expected: [String]) async throws {
        #expect(try await Fixture.ids(arguments) == expected)
    }

    static let words: [(String, [String])] = [
        ("kettle", ["p1", "p6", "p2"]), ("KETT", ["p1", "p6", "p2"]), ("steel kettle", ["p1", "p2"]), ("ettle", []),
        ("cafe", ["p3"]), ("CAFÉ", ["p3"]), ("cafe\u{301}", ["p3"]), ("elanova", ["p5"]), ("black", ["p1"]),
        ("induction", ["p4"]), ("lamp desk", ["p5"]), ("coffee tea", ["p1", "p2", "p3"]), ("1.7", ["p1"]),
        ("kettle-lamp!", ["p6"]), ("kettle unheard", []),
    ]

    @Test("finds products in which every word begins a word, whatever case and accents", arguments: words)
    func text(_ text: String, _ expected: [String]) async throws {
        #expect(try await Fixture.ids(["q": .string(text)]) == expected)
    }

    static let orders: [(ProductSort, [String])] = [
        (.price, ["p6", "p2", "p1", "p4", "p5", "p3"]), (.priceDescending, ["p3", "p4", "p5", "p1", "p2", "p6"]),
        (.rating, ["p4", "p1", "p6", "p2", "p3", "p5"]), (.name, ["p3", "p4", "p5", "p2", "p6", "p1"]),
        (.newest, ["p2", "p4", "p1", "p3", "p5", "p6"]), (.relevance, ["p4", "p1", "p6", "p2", "p3", "p5"]),
    ]

    @Test("lists in the order that was asked for, alike ones by id", arguments: orders)
    func order(_ sort: ProductSort, _ expected: [String]) async throws {
        #expect(try await Fixture.ids(["sort": .string(sort.rawValue)]) == expected)
    }

    @Test("ranks by where a word is found: name, brand, category, specifications, description; ratings come after")
    func fields() async throws {
        let products = [
            Fixture.product("e", name: "A", description: "Of oak.", rating: 5),
            Fixture.product("d", name: "B", rating: 4, specifications: ["material": "oak"]),
            Fixture.product("c", name: "C", category: "Oak", rating: 3),
            Fixture.product("b", name: "D", brand: "Oak", rating: 2),
            Fixture.product("a", name: "Oak Desk", rating: 1),
        ]
        let page = try await Fixture.store(FakeTable(Fixture.items(products))).search(try Fixture.query(["q": "oak"]))
        #expect(page.products.map(\.id) == ["a", "b", "c", "d", "e"])
    }

    @Test("ranks a whole word above the beginning of one, and two words found above ratings")
    func wholeWords() async throws {
        let products = [
            Fixture.product("c", name: "Oaken Desk", rating: 5),
            Fixture.product("b", name: "Oak Board", description: "For a desk.", rating: 4),
            Fixture.product("a", name: "Oak Desk", rating: 1),
        ]
        let store = Fixture.store(FakeTable(Fixture.items(products)))
        #expect(try await store.search(try Fixture.query(["q": "oak"])).products.map(\.id) == ["b", "a", "c"])
        #expect(try await store.search(try Fixture.query(["q": "oak desk"])).products.map(\.id) == ["a", "c", "b"])
    }

    @Test(
        "gives every product exactly once over its pages, in every order",
        arguments: ProductSort.allCases,
        [1, 2, 4, 6, 7]
    )
    func pages(_ sort: ProductSort, _ limit: Int) async throws {
        let store = Fixture.store(FakeTable(Fixture.items()))
        var arguments: JSONObject = ["sort": .string(sort.rawValue), "limit": .number(JSONNumber(limit))]
        var ids: [String] = []
        repeat {
            let page = try await store.search(try Fixture.query(arguments))
            #expect(page.total == 6)
            #expect(page.products.count <= limit)
            ids += page.products.map(\.id)
            arguments["cursor"] = page.nextCursor.map { .string($0) }
        } while arguments["cursor"] != nil && ids.count < 20
        let all: JSONObject = ["sort": .string(sort.rawValue)]
        #expect(try await ids == Fixture.ids(all))
    }

    @Test("goes on at the right place when products came and went between two pages")
    func movingPages() async throws {
        let first = try await Fixture.store(FakeTable(Fixture.items())).search(
            try Fixture.query(["sort": "price", "limit": 2])
        )
        #expect(first.products.map(\.id) == ["p6", "p2"])
        let cursor = JSONValue.string(try #require(first.nextCursor))
        let changed =
            Fixture.catalogue.filter { $0["productId"] != "p2" }
            + [Fixture.product("p0", name: "New", price: 1), Fixture.product("p9", name: "Newer", price: 45)]
        let query = try Fixture.query(["sort": "price", "limit": 10, "cursor": cursor])
        let second = try await Fixture.store(FakeTable(Fixture.items(changed))).search(query)
        #expect(second.products.map(\.id) == ["p9", "p1", "p4", "p5", "p3"])
        #expect(second.nextCursor == nil)
    }

    @Test("accepts its own cursors only: each altered byte, and each other search, is refused")
    func foreignCursors() async throws {
        let arguments: JSONObject = ["q": "kettle", "limit": 1]
        let page = try await Fixture.store(FakeTable(Fixture.items())).search(try Fixture.query(arguments))
        let cursor = try #require(page.nextCursor)
        for index in cursor.utf8.indices {
            var bytes = Array(cursor.utf8)
            let offset = cursor.utf8.distance(from: cursor.utf8.startIndex, to: index)
            bytes[offset] = bytes[offset] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let altered = JSONValue.string(String(decoding: bytes, as: UTF8.self))
            #expect(throws: QueryError.self) { try Fixture.query(["q": "kettle", "limit": 1, "cursor": altered]) }
        }
        let mine = JSONValue.string(cursor)
        let others: [JSONObject] = [
            [:], ["q": "lamp"], ["q": "kettle", "sort": "name"], ["q": "kettle", "minPrice": 1],
        ]
        for var other in others {
            other["cursor"] = mine
            let error = #expect(throws: QueryError.self) { try Fixture.query(other) }
            #expect(error?.field == "cursor")
        }
        // Another page size is the same search.
        #expect(try Fixture.query(["q": "kettle", "limit": 50, "cursor": mine]).limit == 50)
    }

    @Test("shows itself as products, total and, while there is more, a cursor")
    func json() async throws {
        let store = Fixture.store(FakeTable(Fixture.items()))
        let first = try await store.search(try Fixture.query(["limit": 5])).json
        #expect(first.keys == ["products", "total", "nextCursor"])
        let all = try await store.search(try Fixture.query([:])).json
        #expect(all.keys == ["products", "total"])
        #expect(all["total"] == 6)
    }
}
