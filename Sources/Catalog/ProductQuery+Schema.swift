package import JSON

extension ProductQuery {
    /// The arguments of a search as JSON Schema 2020-12: what `init(arguments:)` accepts, described for a model.
    package static let schema: JSONObject = {
        var properties: JSONObject = [:]
        for field in Field.allCases { properties[field.rawValue] = .object(field.schema) }
        return ["type": "object", "properties": .object(properties), "additionalProperties": false]
    }()
}

extension ProductQuery.Field {
    fileprivate var schema: JSONObject {
        switch self {
        case .text:
            [
                "type": "string", "maxLength": 256,
                "description": """
                Words to find. Each must begin a word of the product's name, brand, category, specifications or \
                description; case and accents don't matter. Use few, telling words: "espresso machine", not a sentence.
                """,
            ]
        case .category:
            ["type": "string", "maxLength": 128, "description": "Only products of this category, by its name."]
        case .brand: ["type": "string", "maxLength": 128, "description": "Only products of this brand, by its name."]
        case .minPrice:
            ["type": "number", "minimum": 0, "description": "The lowest price, in the product's own currency."]
        case .maxPrice:
            ["type": "number", "minimum": 0, "description": "The highest price, in the product's own currency."]
        case .availability:
            [
                "type": "string", "enum": .array(Availability.allCases.map { .string($0.rawValue) }),
                "description": "Only products that are in stock, of which few are left, or that are sold out.",
            ]
        case .minRating:
            ["type": "number", "minimum": 0, "maximum": 5, "description": "The lowest average rating, from 0 to 5."]
        case .sort:
            [
                "type": "string", "enum": .array(ProductSort.allCases.map { .string($0.rawValue) }),
                "default": .string(ProductSort.relevance.rawValue),
                "description": "price is cheapest first, -price dearest first, rating best first.",
            ]
        case .limit:
            [
                "type": "integer", "minimum": .number(JSONNumber(ProductQuery.limits.lowerBound)),
                "maximum": .number(JSONNumber(ProductQuery.limits.upperBound)),
                "default": .number(JSONNumber(ProductQuery.defaultLimit)),
                "description": "How many products to return at most.",
            ]
        case .cursor:
            ["type": "string", "description": "nextCursor of the page before, with the same filters and sort."]
        }
    }
}
