import JSON

/// What whoever deploys the stack may choose.
package struct Parameter: Sendable, Hashable {
    /// The kinds of values.
    package enum Kind: Sendable, Hashable {
        /// One of these.
        case choice([String])
        /// Any text that is not empty.
        case text
        /// A whole number.
        case number(ClosedRange<Int>)
    }

    let id: LogicalID
    let description: String
    let kind: Kind
    let defaultValue: String?

    /// - Parameter defaultValue: what holds when nothing is chosen; without it the stack can't be deployed.
    package init(_ id: LogicalID, _ description: String, _ kind: Kind, default defaultValue: String? = nil) {
        self.id = id
        self.description = description
        self.kind = kind
        self.defaultValue = defaultValue
    }

    var json: JSONValue {
        var object: JSONObject = ["Type": "String", "Description": .string(description)]
        switch kind {
        case .choice(let values): object["AllowedValues"] = .array(values.map { .string($0) })
        case .text: object["MinLength"] = 1
        case .number(let range):
            object["Type"] = "Number"
            object["MinValue"] = .number(JSONNumber(range.lowerBound))
            object["MaxValue"] = .number(JSONNumber(range.upperBound))
        }
        object["Default"] = defaultValue.map { .string($0) }
        return .object(object)
    }
}
