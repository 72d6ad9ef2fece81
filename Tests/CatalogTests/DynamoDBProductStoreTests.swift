import AWSServices
import Catalog
import JSON
import Synchronization
import Testing

@Suite("The DynamoDB product store")
struct DynamoDBProductStoreTests {
    static let categoryIndex = "CategoryPriceGlobalSecondaryIndex"
    static let brandIndex = "BrandAvailabilityGlobalSecondaryIndex"

    static let accesses: [(JSONObject, FakeTable.Call)] = [
        (["category": "Lighting"], .query(index: categoryIndex, condition: "#category = :category")),
        (
            ["category": "Lighting", "minPrice": 1, "maxPrice": 100],
            .query(index: categoryIndex, condition: "#category = :category AND #price BETWEEN :min AND :max")
        ),
        (
            ["category": "Lighting", "minPrice": 1, "brand": "Élanova"],
            .query(index: categoryIndex, condition: "#category = :category AND #price >= :min")
        ),
        (
            ["category": "Lighting", "maxPrice": 100],
            .query(index: categoryIndex, condition: "#category = :category AND #price <= :max")
        ),
        (["brand": "Grauwerk", "minPrice": 1], .query(index: brandIndex, condition: "#brand = :brand")),
        (
            ["brand": "Grauwerk", "availability": "in-stock"],
            .query(index: brandIndex, condition: "#brand = :brand AND #availability = :availability")
        ),
        (["availability": "in-stock"], .scan), (["q": "kettle"], .scan), ([:], .scan),
    ]

    @Test("reads by the index that leaves out the most, once", arguments: accesses)
    func access(_ arguments: JSONObject, _ expected: FakeTable.Call) async throws {
        let table = FakeTable(Fixture.items())
        let page = try await Fixture.store(table).search(try Fixture.query(arguments))
        #expect(page.total > 0)
        #expect(table.calls == [expected])
    }

    @Test("scans when the index does not know the name as it is spelt")
    func spelling() async throws {
        let table = FakeTable(Fixture.items())
        let page = try await Fixture.store(table).search(try Fixture.query(["category": "lighting"]))
        #expect(page.total == 2)
        #expect(table.calls.count == 2)
        #expect(table.calls.last == .scan)
    }

    @Test("reads page by page to the end", arguments: [1, 2, 3, 5, 6])
    func pages(_ size: Int) async throws {
        let table = FakeTable(Fixture.items(), pageSize: size)
        let page = try await Fixture.store(table).search(try Fixture.query([:]))
        #expect(page.total == 6)
        #expect(page.isComplete)
        #expect(table.calls.count == (6 + size - 1) / size)
    }

    @Test("stops after ten pages, and says that there is more")
    func bounded() async throws {
        let products = (100..<125).map { Fixture.product("p\($0)", name: "Thing \($0)") }
        let table = FakeTable(Fixture.items(products), pageSize: 1)
        let page = try await Fixture.store(table).search(try Fixture.query([:]))
        #expect(table.calls.count == 10)
        #expect(page.total == 10)
        #expect(!page.isComplete)
        #expect(page.json["incomplete"] == true)
    }

    @Test("leaves out items that are no products, and reports each")
    func unreadable() async throws {
        let reported = Mutex<[String]>([])
        var items = Fixture.items()
        items[0]["price"] = "cheap"
        items.append(["productId": "broken"])
        let store = DynamoDBProductStore(table: "t", database: FakeTable(items)) { error in
            reported.withLock { $0.append(error.field) }
        }
        #expect(try await store.search(ProductQuery()).total == 5)
        #expect(reported.withLock { $0 } == ["price", "name"])
        #expect(try await store.product(id: "broken") == nil)
    }

    @Test("gets one product by its id")
    func product() async throws {
        let table = FakeTable(Fixture.items())
        #expect(try await Fixture.store(table).product(id: "p3")?.name == "Café Grinder")
        #expect(try await Fixture.store(table).product(id: "P3") == nil)
        #expect(table.calls == [.item, .item])
    }

    @Test("asks nothing for an id that no table can have", arguments: ["", String(repeating: "x", count: 2_049)])
    func impossibleID(_ id: String) async throws {
        let table = FakeTable(Fixture.items())
        #expect(try await Fixture.store(table).product(id: id) == nil)
        #expect(table.calls.isEmpty)
    }

    static let failures: [(AWSError, ProductStoreError)] = [
        (.resourceNotFound, .missingTable(name: "catalog")), (.accessDenied, .accessDenied(table: "catalog")),
        (.throttled, .unavailable(reason: AWSError.throttled.description)),
        (.malformedResponse, .unavailable(reason: AWSError.malformedResponse.description)),
    ]

    @Test("says for the operator what failed", arguments: failures)
    func failure(_ error: AWSError, _ expected: ProductStoreError) async throws {
        let store = Fixture.store(FakeTable([], failure: error))
        await #expect(throws: expected) { try await store.search(ProductQuery()) }
        await #expect(throws: expected) { try await store.search(try Fixture.query(["category": "Lighting"])) }
        await #expect(throws: expected) { try await store.product(id: "p1") }
    }
}
