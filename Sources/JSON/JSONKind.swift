/// The six kinds of value RFC 8259 §3 knows.
package enum JSONKind: String, Sendable, Hashable, CustomStringConvertible {
    /// The literal `null`.
    case null
    /// The literals `true` and `false`.
    case bool = "boolean"
    /// A number, whole or not.
    case number
    /// A string.
    case string
    /// An array.
    case array
    /// An object.
    case object

    /// The kind's name as it stands in messages: `null`, `boolean`, `number`, `string`, `array`, `object`.
    package var description: String { rawValue }

    /// The kind of the value that starts with `byte`; `nil` when no value does.
    init?(firstByte byte: UInt8) {
        switch byte {
        case ASCII.quote: self = .string
        case ASCII.openBrace: self = .object
        case ASCII.openBracket: self = .array
        case ASCII.minus, ASCII.zero...ASCII.nine: self = .number
        case ASCII.lowerT, ASCII.lowerF: self = .bool
        case ASCII.lowerN: self = .null
        default: return nil
        }
    }
}
