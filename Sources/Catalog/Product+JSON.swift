package import JSON

extension Product {
    /// A product from its JSON. Fields it does not know are left out.
    ///
    /// - Throws: the first field that is missing or wrong.
    package init(_ object: JSONObject) throws(ProductError) {
        let reader = Reader(object: object)
        id = try reader.text("productId")
        name = try reader.text("name")
        description = try reader.optionalString("description") ?? ""
        guard let price = try reader.decimal("price") else { throw Reader.wrong("price", Reader.decimalExpectation) }
        self.price = price
        currency = try reader.text("currency")
        category = try reader.text("category")
        brand = try reader.text("brand")
        availability = try reader.availability()
        rating = try reader.decimal("rating")
        specifications = try reader.specifications()
        images = try reader.images()
        gtin = try reader.optionalString("gtin")
        url = try reader.optionalString("url")
        createdAt = try reader.optionalString("createdAt")
        updatedAt = try reader.optionalString("updatedAt")
    }

    /// The product as the API shows it: every field that it has, in a fixed order.
    package var json: JSONObject {
        var object: JSONObject = [
            "productId": .string(id), "name": .string(name), "description": .string(description),
            "price": price.json, "currency": .string(currency), "category": .string(category),
            "brand": .string(brand), "availability": .string(availability.rawValue),
        ]
        object["rating"] = rating?.json
        object["specifications"] = .object(specifications)
        object["images"] = .array(images.map { .string($0) })
        object["gtin"] = gtin.map { .string($0) }
        object["url"] = url.map { .string($0) }
        object["createdAt"] = createdAt.map { .string($0) }
        object["updatedAt"] = updatedAt.map { .string($0) }
        return object
    }
}

/// Reads fields, and says of the first wrong one what it should be. A field that is null counts as absent.
private struct Reader {
    static let decimalExpectation = "a number that is not negative, with at most four decimals"

    let object: JSONObject

    static func wrong(_ field: String, _ expectation: String) -> ProductError {
        ProductError(field: field, expectation: expectation)
    }

    func value(_ field: String) -> JSONValue? {
        guard let value = object[field], !value.isNull else { return nil }
        return value
    }

    func text(_ field: String) throws(ProductError) -> String {
        guard let text = value(field)?.string, !text.isEmpty else {
            throw Self.wrong(field, "a string that is not empty")
        }
        return text
    }

    func optionalString(_ field: String) throws(ProductError) -> String? {
        guard let value = value(field) else { return nil }
        guard let string = value.string else { throw Self.wrong(field, "a string") }
        return string
    }

    func decimal(_ field: String) throws(ProductError) -> ExactDecimal? {
        guard let value = value(field) else { return nil }
        guard let decimal = value.number.flatMap(ExactDecimal.init), decimal >= .zero else {
            throw Self.wrong(field, Self.decimalExpectation)
        }
        return decimal
    }

    func availability() throws(ProductError) -> Availability {
        guard let availability = value("availability")?.string.flatMap(Availability.init) else {
            throw Self.wrong("availability", Availability.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return availability
    }

    func specifications() throws(ProductError) -> JSONObject {
        guard let value = value("specifications") else { return [:] }
        guard let object = value.object else { throw Self.wrong("specifications", "an object") }
        return object
    }

    func images() throws(ProductError) -> [String] {
        guard let value = value("images") else { return [] }
        let images = value.array?.compactMap(\.string)
        guard let images, images.count == value.array?.count else { throw Self.wrong("images", "a list of strings") }
        return images
    }
}
