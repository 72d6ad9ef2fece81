import JSON

/// A value of the template.
package indirect enum PropertyValue: Sendable, Hashable {
    case text(Text)
    case integer(Int)
    case boolean(Bool)
    case list([PropertyValue])
    case object(PropertyList)
    /// The first value where the condition holds, else the second.
    case choice(Condition, PropertyValue, PropertyValue)

    /// A list of texts.
    package static func texts(_ texts: [Text]) -> PropertyValue { .list(texts.map(PropertyValue.text)) }

    /// A list of plain strings.
    package static func strings(_ strings: [String]) -> PropertyValue { .list(strings.map { .text(Text($0)) }) }

    var json: JSONValue {
        switch self {
        case .text(let text): text.json
        case .integer(let integer): .number(JSONNumber(integer))
        case .boolean(let boolean): .bool(boolean)
        case .list(let elements): .array(elements.map(\.json))
        case .object(let properties): .object(properties.json)
        case .choice(let condition, let first, let second):
            ["Fn::If": [.string(condition.id.rawValue), first.json, second.json]]
        }
    }
}

extension PropertyValue: ExpressibleByStringInterpolation {
    /// A text with references.
    package init(stringInterpolation: Text.StringInterpolation) {
        self = .text(Text(stringInterpolation: stringInterpolation))
    }

    /// A text without references.
    package init(stringLiteral value: String) { self = .text(Text(value)) }
}

extension PropertyValue: ExpressibleByIntegerLiteral {
    /// A whole number.
    package init(integerLiteral value: Int) { self = .integer(value) }
}

extension PropertyValue: ExpressibleByBooleanLiteral {
    /// `true` or `false`.
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
}
