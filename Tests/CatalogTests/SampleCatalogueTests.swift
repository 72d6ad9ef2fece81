import Catalog
import JSON
import POSIX
import Testing

@Suite("The sample catalogue")
struct SampleCatalogueTests {
    private let products: [JSONObject]

    init() throws {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let bytes = try File.contents(of: "/\(root)/data/catalog/products.json", limit: 1 << 20)
        products = try #require(JSONValue(parsing: bytes).array).compactMap(\.object)
    }

    @Test("has 200 products that the table's reader takes as they are")
    func readable() throws {
        #expect(products.count == 200)
        for object in products {
            let product = try Product(object)
            #expect(product.json.keys == object.keys)
        }
    }

    @Test("has no two products with the same id, name, GTIN or page", arguments: ["productId", "name", "gtin", "url"])
    func unique(_ field: String) {
        #expect(Set(products.compactMap { $0[field]?.string }).count == 200)
    }

    @Test("has GTIN-13s with right check digits in GS1's range for restricted circulation")
    func gtin() throws {
        for product in products {
            let digits = try #require(product["gtin"]?.string).compactMap(\.wholeNumberValue)
            #expect(digits.count == 13)
            #expect((200...299).contains(digits[0] * 100 + digits[1] * 10 + digits[2]))
            let weighted = zip(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).map(*)
            #expect(weighted.reduce(0, +) % 10 == 0)
        }
    }

    @Test("is varied: categories, brands, prices, availability, ratings and specifications")
    func varied() throws {
        let all = try products.map { try Product($0) }
        #expect(Set(all.map(\.category)).count == 12)
        #expect(Set(all.map(\.brand)).count >= 20)
        #expect(Set(all.map(\.availability)) == Set(Availability.allCases))
        #expect(Set(all.map(\.currency)) == ["EUR", "USD"])
        #expect(Set(all.map(\.price)).count > 100)
        #expect(all.contains { $0.rating == nil })
        for product in all {
            #expect(product.price > .zero)
            #expect(product.rating.map { $0 <= ExactDecimal(5) } ?? true)
            #expect(product.specifications.count >= 2)
            #expect(!product.description.isEmpty)
            #expect(
                !product.images.isEmpty && product.images.allSatisfy { $0.hasPrefix("https://images.example.com/") }
            )
            #expect(product.createdAt.flatMap(Timestamp.init(iso8601:)) != nil)
            #expect(product.updatedAt.flatMap(Timestamp.init(iso8601:)) != nil)
        }
    }
}
