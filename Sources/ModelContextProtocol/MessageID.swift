import JSON

/// The id of a JSON-RPC request, kept to the letter so that the answer carries the very same.
enum MessageID: Sendable, Equatable {
    case string(String)
    case number(JSONNumber)

    /// An id from a message's `id` member; nil when it is neither a string nor a number. MCP forbids `null`
    /// (specification 2026-07-28, "Base protocol", requests).
    init?(_ value: JSONValue) {
        switch value {
        case .string(let string): self = .string(string)
        case .number(let number): self = .number(number)
        case .null, .bool, .array, .object: return nil
        }
    }

    /// The id as it stands in a message.
    var json: JSONValue {
        switch self {
        case .string(let string): .string(string)
        case .number(let number): .number(number)
        }
    }
}
