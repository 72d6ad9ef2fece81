extension JSONValue {
    /// Whether this is `null`.
    package var isNull: Bool { self == .null }

    /// The boolean; `nil` for any other kind.
    package var bool: Bool? {
        guard case .bool(let bool) = self else { return nil }
        return bool
    }

    /// The number as it is written; `nil` for any other kind.
    package var number: JSONNumber? {
        guard case .number(let number) = self else { return nil }
        return number
    }

    /// The number as an exact integer (`1e3` and `1.0` are integers); `nil` for any other number or kind.
    package var int: Int? { number?.int }

    /// The number as the nearest double; `nil` for a number beyond a double's range and for any other kind.
    package var double: Double? {
        guard let double = number?.double, double.isFinite else { return nil }
        return double
    }

    /// The string; `nil` for any other kind.
    package var string: String? {
        guard case .string(let string) = self else { return nil }
        return string
    }

    /// The elements; `nil` for any other kind.
    package var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members; `nil` for any other kind.
    package var object: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    /// The member `key` of an object; `nil` when there is none or this is no object.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    /// The element at `index` of an array; `nil` when there is none or this is no array.
    package subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}
