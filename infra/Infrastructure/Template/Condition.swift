import JSON

/// Whether a parameter has a certain value.
package struct Condition: Sendable, Hashable {
    /// Its name in the template.
    package let id: LogicalID
    let parameter: Text
    let expected: String

    /// The first value where the condition holds, else the second.
    package func choose(_ first: PropertyValue, otherwise second: PropertyValue) -> PropertyValue {
        .choice(self, first, second)
    }

    var json: JSONValue { ["Fn::Equals": [parameter.json, .string(expected)]] }
}
