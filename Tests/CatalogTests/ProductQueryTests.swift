import Catalog
import JSON
import Testing

@Suite("A product query")
struct ProductQueryTests {
    @Test("reads a URL and a body alike")
    func bothWays() throws {
        let parameters = [
            ("q", "steel kettle"), ("category", "Coffee & Tea"), ("brand", "Élanova"), ("minPrice", "10.50"),
            ("maxPrice", "1e2"), ("availability", "in-stock"), ("minRating", "4"), ("sort", "-price"), ("limit", "5"),
        ]
        let arguments: JSONObject = [
            "q": "steel kettle", "category": "Coffee & Tea", "brand": "Élanova", "minPrice": 10.5, "maxPrice": 100,
            "availability": "in-stock", "minRating": 4.0, "sort": "-price", "limit": 5,
        ]
        let query = try ProductQuery(parameters: parameters.map { (name: $0.0, value: $0.1) })
        #expect(try query == ProductQuery(arguments: arguments))
        #expect(query.limit == 5)
        #expect(query.minPrice?.description == "10.5")
        #expect(query.sort == .priceDescending)
    }

    @Test("that names nothing searches everything")
    func empty() throws {
        #expect(try ProductQuery(arguments: [:]) == ProductQuery())
        #expect(try ProductQuery(parameters: []) == ProductQuery())
        #expect(ProductQuery().limit == 20)
    }

    @Test("takes null and blank texts for absent")
    func absent() throws {
        let arguments: JSONObject = [
            "q": "  ", "category": "", "brand": nil, "minPrice": nil, "limit": nil, "sort": nil, "cursor": nil,
        ]
        #expect(try ProductQuery(arguments: arguments) == ProductQuery())
        let parameters = ["q", "category", "minPrice", "limit", "sort", "availability", "cursor"].map {
            (name: $0, value: "")
        }
        #expect(try ProductQuery(parameters: parameters) == ProductQuery())
    }

    static let wrong: [(JSONObject, String)] = [
        (["q": 7], "q"), (["q": "!!! …"], "q"), (["q": .string(String(repeating: "a", count: 257))], "q"),
        (["q": "a b c d e f g h i j k l m n o p q"], "q"), (["category": ["Audio"]], "category"),
        (["brand": .string(String(repeating: "b", count: 129))], "brand"), (["minPrice": "10"], "minPrice"),
        (["minPrice": -1], "minPrice"), (["maxPrice": -0.01], "maxPrice"), (["maxPrice": 0.00001], "maxPrice"),
        (["maxPrice": true], "maxPrice"), (["minPrice": 20, "maxPrice": 10], "minPrice"),
        (["availability": "In-Stock"], "availability"), (["availability": ["limited"]], "availability"),
        (["minRating": 5.1], "minRating"), (["minRating": -1], "minRating"), (["sort": "cheapest"], "sort"),
        (["limit": 0], "limit"), (["limit": 101], "limit"), (["limit": 1_000_000_000], "limit"),
        (["limit": 1.5], "limit"),
        (["limit": "5"], "limit"), (["cursor": "abc"], "cursor"), (["cursor": 5], "cursor"),
        (["min_price": 5], "min_price"),
        (["Q": "x"], "Q"),
    ]

    @Test("says what is wrong and what is right", arguments: wrong)
    func refused(_ arguments: JSONObject, _ field: String) throws {
        let error = #expect(throws: QueryError.self) { try ProductQuery(arguments: arguments) }
        #expect(error?.field == field)
        #expect(error?.message.contains(field) == true)
    }

    @Test("names the allowed values, and the name that may have been meant")
    func help() throws {
        let availability = #expect(throws: QueryError.self) { try ProductQuery(arguments: ["availability": "sold"]) }
        #expect(availability?.allowed == ["in-stock", "limited", "out-of-stock"])
        let unknown = #expect(throws: QueryError.self) { try ProductQuery(arguments: ["min_price": 5]) }
        #expect(unknown?.message.contains("Did you mean minPrice?") == true)
    }

    @Test(
        "of a URL refuses what is no number, and what is given twice",
        arguments: [
            [("minPrice", "ten")], [("minPrice", "NaN")], [("limit", "0x10")], [("limit", " 5")], [("maxPrice", "1,5")],
            [("limit", "5"), ("limit", "6")], [("q", "a"), ("q", "b")], [("page", "2")],
        ]
    )
    func urlErrors(_ parameters: [(String, String)]) {
        #expect(throws: QueryError.self) {
            try ProductQuery(parameters: parameters.map { (name: $0.0, value: $0.1) })
        }
    }

    @Test("describes each of its parts in its schema")
    func schema() throws {
        let properties = try #require(ProductQuery.schema["properties"]?.object)
        #expect(
            properties.keys == [
                "q", "category", "brand", "minPrice", "maxPrice", "availability", "minRating", "sort", "limit",
                "cursor",
            ]
        )
        #expect(properties.allSatisfy { $0.value["description"]?.string?.isEmpty == false })
        #expect(properties["sort"]?["enum"]?.array?.count == ProductSort.allCases.count)
        #expect(ProductQuery.schema["additionalProperties"] == false)
    }
}
