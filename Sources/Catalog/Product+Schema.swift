package import JSON

extension Product {
    /// A product as JSON Schema 2020-12.
    package static let schema: JSONObject = [
        "type": "object",
        "properties": [
            "productId": ["type": "string"],
            "name": ["type": "string"],
            "description": ["type": "string"],
            "price": ["type": "number", "minimum": 0, "description": "In units of currency."],
            "currency": ["type": "string", "description": "ISO 4217."],
            "category": ["type": "string"],
            "brand": ["type": "string"],
            "availability": ["type": "string", "enum": .array(Availability.allCases.map { .string($0.rawValue) })],
            "rating": ["type": "number", "minimum": 0, "maximum": 5],
            "specifications": ["type": "object", "description": "What the product is and can do."],
            "images": ["type": "array", "items": ["type": "string", "description": "A URL."]],
            "gtin": ["type": "string"],
            "url": ["type": "string"],
            "createdAt": ["type": "string", "description": "ISO 8601."],
            "updatedAt": ["type": "string", "description": "ISO 8601."],
        ],
        "required": [
            "productId", "name", "description", "price", "currency", "category", "brand", "availability",
            "specifications", "images",
        ],
    ]
}

extension ProductPage {
    /// A page of a search as JSON Schema 2020-12.
    package static let schema: JSONObject = [
        "type": "object",
        "properties": [
            "products": ["type": "array", "items": .object(Product.schema)],
            "total": ["type": "integer", "minimum": 0, "description": "How many products match on all pages."],
            "nextCursor": ["type": "string", "description": "The cursor of the next page, if any."],
            "message": ["type": "string", "description": "Why there are no products."],
            "suggestions": [
                "type": "array",
                "description": "Other searches, when this one finds nothing.",
                "items": [
                    "type": "object",
                    "properties": [
                        "message": ["type": "string"],
                        "query": ["type": "object", "description": "The arguments of the search to make instead."],
                        "total": ["type": "integer", "minimum": 1],
                    ],
                    "required": ["message", "query", "total"],
                ],
            ],
            "incomplete": ["type": "boolean", "description": "There may be more."],
        ],
        "required": ["products", "total"],
    ]
}
