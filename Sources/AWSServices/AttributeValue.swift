/// A value of a DynamoDB attribute (Amazon DynamoDB API Reference, "AttributeValue").
package enum AttributeValue: Sendable, Equatable {
    /// A string.
    case s(String)
    /// A number of up to 38 digits, as it is sent and kept: in decimal.
    case n(String)
    /// Binary data.
    case b([UInt8])
    /// A truth value.
    case bool(Bool)
    /// Null.
    case null
    /// Values of any types.
    case list([AttributeValue])
    /// Named values of any types.
    case map([String: AttributeValue])
    /// A set of strings, in no particular order.
    case ss([String])
    /// A set of numbers, in no particular order.
    case ns([String])
    /// A set of binary data, in no particular order.
    case bs([[UInt8]])

    /// The number `value`.
    package init(_ value: Int) {
        self = .n(String(value))
    }

    /// The string; nil for another type.
    package var string: String? {
        if case .s(let value) = self { value } else { nil }
    }

    /// The number when it is whole and an `Int` holds it; nil otherwise, and for another type.
    package var int: Int? {
        if case .n(let digits) = self { Int(digits) ?? double.flatMap(Int.init(exactly:)) } else { nil }
    }

    /// The number as the nearest double; nil for another type.
    package var double: Double? {
        if case .n(let digits) = self { Double(digits) } else { nil }
    }

    /// The truth value; nil for another type.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The bytes; nil for another type.
    package var bytes: [UInt8]? {
        if case .b(let value) = self { value } else { nil }
    }

    /// The list's values; nil for another type.
    package var list: [AttributeValue]? {
        if case .list(let values) = self { values } else { nil }
    }

    /// The map's values by name; nil for another type.
    package var map: [String: AttributeValue]? {
        if case .map(let values) = self { values } else { nil }
    }

    /// The strings of a set of strings; nil for another type.
    package var strings: [String]? {
        if case .ss(let values) = self { values } else { nil }
    }
}

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    /// A string.
    package init(stringLiteral value: String) { self = .s(value) }

    /// A number.
    package init(integerLiteral value: Int) { self = .n(String(value)) }

    /// A truth value.
    package init(booleanLiteral value: Bool) { self = .bool(value) }
}

/// The attributes of an item by name: a whole item, its key, or part of it.
package typealias Item = [String: AttributeValue]
