import JSON

/// What a deployed stack tells.
package struct Output: Sendable, Hashable {
    let id: LogicalID
    let description: String
    let value: Text

    var json: JSONValue { ["Description": .string(description), "Value": value.json] }
}
