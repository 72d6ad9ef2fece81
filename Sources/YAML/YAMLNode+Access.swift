import JSON

extension YAMLNode {
    /// What the node is, for messages: `null`, `boolean`, `number`, `string`, `list` or `map`.
    package var kindName: String {
        switch content {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .sequence: "list"
        case .mapping: "map"
        }
    }

    /// Whether this is null.
    package var isNull: Bool { content == .null }

    /// The boolean; `nil` for any other kind.
    package var bool: Bool? {
        guard case .bool(let bool) = content else { return nil }
        return bool
    }

    /// The number as an exact integer; `nil` for any other number or kind.
    package var int: Int? {
        guard case .number(let number) = content else { return nil }
        return number.int
    }

    /// The number as the nearest double; `nil` for a number beyond a double's range and for any other kind.
    package var double: Double? {
        guard case .number(let number) = content, number.double.isFinite else { return nil }
        return number.double
    }

    /// The string; `nil` for any other kind.
    package var string: String? {
        guard case .string(let string) = content else { return nil }
        return string
    }

    /// A list's nodes; `nil` for any other kind.
    package var sequence: [YAMLNode]? {
        guard case .sequence(let nodes) = content else { return nil }
        return nodes
    }

    /// A map's keys and values, in their order; `nil` for any other kind.
    package var mapping: [Pair]? {
        guard case .mapping(let pairs) = content else { return nil }
        return pairs
    }

    /// The value of a map's key; `nil` when there is none or this is no map.
    package subscript(key: String) -> YAMLNode? {
        mapping?.first { $0.key == key }?.value
    }
}
