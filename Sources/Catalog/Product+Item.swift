package import AWSServices
import JSON

extension Product {
    /// A product from its item in the table: its attributes are the product's fields, numbers as N, specifications as
    /// a map, images as a list or a set.
    ///
    /// - Throws: the first field that is missing or wrong.
    package init(item: Item) throws(ProductError) {
        try self.init(JSONObject(item))
    }
}

extension JSONObject {
    /// An item's attributes. A map has no order of its own: names are sorted, so that two readings look alike.
    fileprivate init(_ attributes: [String: AttributeValue]) {
        self.init()
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) { append(name, JSONValue(value)) }
    }
}

extension JSONValue {
    fileprivate init(_ attribute: AttributeValue) {
        switch attribute {
        case .s(let string): self = .string(string)
        case .n(let digits): self = JSONValue(digits: digits)
        case .bool(let bool): self = .bool(bool)
        case .list(let values): self = .array(values.map(JSONValue.init))
        case .map(let values): self = .object(JSONObject(values))
        case .ss(let strings): self = .array(strings.sorted().map { .string($0) })
        case .ns(let numbers): self = .array(numbers.sorted().map { JSONValue(digits: $0) })
        // Binary data has no place in a product.
        case .null, .b, .bs: self = .null
        }
    }

    private init(digits: String) {
        self = JSONNumber(literal: digits).map(JSONValue.number) ?? .string(digits)
    }
}
