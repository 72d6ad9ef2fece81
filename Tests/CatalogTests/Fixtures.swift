import AWSServices
import Catalog
import JSON

/// Products and a table of them, in memory.
enum Fixture {
    static func product(
        _ id: String,
        name: String,
        description: String = "",
        price: JSONValue = 10,
        category: String = "Kitchen",
        brand: String = "Mirabeck",
        availability: Availability = .inStock,
        rating: JSONValue? = nil,
        specifications: JSONObject = [:],
        createdAt: String? = nil
    ) -> JSONObject {
        var object: JSONObject = [
            "productId": .string(id), "name": .string(name), "description": .string(description), "price": price,
            "currency": "EUR", "category": .string(category), "brand": .string(brand),
            "availability": .string(availability.rawValue),
        ]
        object["rating"] = rating
        object["specifications"] = .object(specifications)
        object["createdAt"] = createdAt.map { .string($0) }
        return object
    }

    /// Six products that differ in everything a search looks at.
    static let catalogue: [JSONObject] = [
        product(
            "p1",
            name: "Steel Kettle",
            description: "Boils fast.",
            price: 49.90,
            category: "Coffee & Tea",
            brand: "Brisaluna",
            rating: 4.5,
            specifications: ["colour": "black", "capacity": "1.7 l"],
            createdAt: "2026-01-05T10:00:00Z"
        ),
        product(
            "p2",
            name: "Glass Kettle",
            description: "Steel base, glass body.",
            price: 39,
            category: "Coffee & Tea",
            brand: "Caldrune",
            availability: .limited,
            rating: 4.1,
            createdAt: "2026-03-01T10:00:00Z"
        ),
        product(
            "p3",
            name: "Café Grinder",
            description: "For espresso.",
            price: 129.95,
            category: "Coffee & Tea",
            brand: "Brisaluna",
            availability: .outOfStock,
            rating: 3.9,
            createdAt: "2025-11-11T00:00:00Z"
        ),
        product(
            "p4",
            name: "Cast Iron Pan",
            description: "Goes in the oven.",
            price: 59,
            category: "Kitchen",
            brand: "Grauwerk",
            rating: 4.8,
            specifications: ["induction": true],
            createdAt: "2026-02-02T00:00:00Z"
        ),
        product(
            "p5",
            name: "Desk Lamp",
            description: "Light for a desk.",
            price: 59,
            category: "Lighting",
            brand: "Élanova",
            createdAt: "2024-06-01T00:00:00Z"
        ),
        product(
            "p6",
            name: "Kettle Lamp",
            description: "A lamp made of a kettle.",
            price: 0.0125,
            category: "Lighting",
            brand: "Lumenfox",
            rating: 4.5
        ),
    ]

    static func items(_ objects: [JSONObject] = catalogue) -> [Item] {
        objects.map { object in
            Dictionary(uniqueKeysWithValues: object.map { ($0.key, AttributeValue($0.value)) })
        }
    }

    static func store(
        _ table: FakeTable,
        unreadable: @escaping @Sendable (ProductError) -> Void = { _ in }
    ) -> some ProductStore {
        DynamoDBProductStore(table: "catalog", database: table, unreadableItem: unreadable)
    }

    static func query(_ arguments: JSONObject) throws -> ProductQuery { try ProductQuery(arguments: arguments) }

    /// The ids that a search over the six products finds, in order.
    static func ids(_ arguments: JSONObject) async throws -> [String] {
        try await store(FakeTable(items())).search(try query(arguments)).products.map(\.id)
    }
}

extension AttributeValue {
    /// A JSON value as DynamoDB keeps it.
    init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let bool): self = .bool(bool)
        case .number(let number): self = .n(number.literal)
        case .string(let string): self = .s(string)
        case .array(let values): self = .list(values.map(AttributeValue.init))
        case .object(let object):
            self = .map(Dictionary(uniqueKeysWithValues: object.map { ($0.key, AttributeValue($0.value)) }))
        }
    }
}
