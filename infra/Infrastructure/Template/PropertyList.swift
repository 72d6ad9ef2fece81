import JSON

/// Named values in the order they are written in.
package struct PropertyList: Sendable, Hashable {
    struct Property: Sendable, Hashable {
        let name: String
        let value: PropertyValue
    }

    private(set) var properties: [Property] = []

    /// The pairs in their order.
    package init(_ pairs: some Sequence<(String, PropertyValue)>) {
        properties = pairs.map { Property(name: $0, value: $1) }
    }

    var json: JSONObject {
        var object = JSONObject()
        for property in properties { object[property.name] = property.value.json }
        return object
    }
}

extension PropertyList: ExpressibleByDictionaryLiteral {
    /// The literal's pairs but for those without a value.
    package init(dictionaryLiteral elements: (String, PropertyValue?)...) {
        for (name, value) in elements {
            if let value { properties.append(Property(name: name, value: value)) }
        }
    }
}

extension PropertyList {
    /// The properties of both, in order.
    static func + (lhs: Self, rhs: Self) -> Self {
        var sum = lhs
        sum.properties += rhs.properties
        return sum
    }
}
