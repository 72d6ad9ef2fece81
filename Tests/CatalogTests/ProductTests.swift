import AWSServices
import Catalog
import JSON
import Testing

@Suite("A product")
struct ProductTests {
    static let full: JSONObject = [
        "productId": "p1", "name": "Kettle", "description": "Boils.", "price": 49.90, "currency": "EUR",
        "category": "Coffee & Tea", "brand": "Brisaluna", "availability": "in-stock", "rating": 4.5,
        "specifications": ["capacity": "1.7 l", "dimmable": true, "protocols": ["a", "b"], "watts": 2400],
        "images": ["https://images.example.com/1.jpg"], "gtin": "2000000145136", "url": "https://shop.example.com/p1",
        "createdAt": "2026-01-05T10:00:00Z", "updatedAt": "2026-01-06T10:00:00.123Z",
    ]

    @Test("comes out of JSON as it went in")
    func roundTrip() throws {
        #expect(try Product(Self.full).json == Self.full)
    }

    @Test("comes out of the table as it went in, the specifications by name")
    func item() throws {
        let item = Dictionary(uniqueKeysWithValues: Self.full.map { ($0.key, AttributeValue($0.value)) })
        #expect(try Product(item: item).json == Product(Self.full).json)
    }

    @Test("may have its images as a set, and lack what is not needed to sell it")
    func sparse() throws {
        let item: Item = [
            "productId": "p", "name": "n", "price": .n("12"), "currency": "USD", "category": "c", "brand": "b",
            "availability": "limited", "images": .ss(["b", "a"]), "rating": .null, "unknown": .b([1]),
        ]
        let product = try Product(item: item)
        #expect(product.images == ["a", "b"])
        #expect(product.rating == nil)
        #expect(product.description.isEmpty)
        #expect(product.json["rating"] == nil)
    }

    static let wrong: [(String, JSONValue?)] = [
        ("productId", nil), ("productId", ""), ("productId", 7), ("name", ""), ("price", nil), ("price", "49.90"),
        ("price", -1), ("price", 0.00001), ("currency", ""), ("category", nil), ("brand", [:]),
        ("availability", "In-Stock"), ("availability", nil), ("rating", "good"), ("specifications", []),
        ("images", "one"), ("images", [1]), ("gtin", 2_000_000_145_136), ("createdAt", 0),
    ]

    @Test("says which field is missing or wrong, and nothing else of itself", arguments: wrong)
    func wrongField(_ field: String, _ value: JSONValue?) throws {
        var object = Self.full
        object[field] = value
        let error = #expect(throws: ProductError.self) { try Product(object) }
        #expect(error?.field == field)
        #expect(error?.description.contains("49.90") == false)
    }
}
