import AWSServices

/// How the candidates for a search are read: by the index that leaves out the most, else all of them.
enum ProductAccess: Equatable {
    /// One category, within a range of prices.
    case category(String, minPrice: ExactDecimal?, maxPrice: ExactDecimal?)
    /// One brand, with one availability or any.
    case brand(String, Availability?)
    /// The whole table.
    case everything

    /// An index's partition key has at most 2,048 bytes (Amazon DynamoDB developer guide, "Quotas").
    private static let maxKeyBytes = 2_048

    /// The access for a query. An index knows its keys to the letter only, so what it does not find may still be there
    /// in another spelling.
    init(for query: ProductQuery) {
        if let category = query.category, category.utf8.count <= Self.maxKeyBytes {
            self = .category(category, minPrice: query.minPrice, maxPrice: query.maxPrice)
        } else if let brand = query.brand, brand.utf8.count <= Self.maxKeyBytes {
            self = .brand(brand, query.availability)
        } else {
            self = .everything
        }
    }

    /// The query of an index; nil when the table is scanned.
    func indexQuery(table: String, startKey: Item?) -> Query? {
        switch self {
        case .category(let category, let minPrice, let maxPrice):
            var values: Item = [":category": .s(category)]
            values[":min"] = minPrice.map { .n($0.description) }
            values[":max"] = maxPrice.map { .n($0.description) }
            let price =
                switch (minPrice, maxPrice) {
                case (.some, .some): " AND #price BETWEEN :min AND :max"
                case (.some, nil): " AND #price >= :min"
                case (nil, .some): " AND #price <= :max"
                case (nil, nil): ""
                }
            return Query(
                table: table,
                index: "CategoryPriceGlobalSecondaryIndex",
                keyCondition: "#category = :category" + price,
                names: price.isEmpty ? ["#category": "category"] : ["#category": "category", "#price": "price"],
                values: values,
                startKey: startKey
            )
        case .brand(let brand, let availability):
            var names = ["#brand": "brand"]
            var values: Item = [":brand": .s(brand)]
            if let availability {
                names["#availability"] = "availability"
                values[":availability"] = .s(availability.rawValue)
            }
            return Query(
                table: table,
                index: "BrandAvailabilityGlobalSecondaryIndex",
                keyCondition: "#brand = :brand" + (availability == nil ? "" : " AND #availability = :availability"),
                names: names,
                values: values,
                startKey: startKey
            )
        case .everything: return nil
        }
    }
}
