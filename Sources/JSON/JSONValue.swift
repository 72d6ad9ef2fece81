/// Any JSON value, kept without loss: numbers to the letter, members in their order, nothing dropped.
///
/// Equality is that of documents, not of meanings: `1.0` and `1` differ, so do objects whose members stand in another
/// order, and strings are compared byte for byte.
package enum JSONValue: Sendable {
    /// The literal `null`.
    case null
    /// The literals `true` and `false`.
    case bool(Bool)
    /// A number, to the letter.
    case number(JSONNumber)
    /// A string, unescaped.
    case string(String)
    /// An array's elements.
    case array([JSONValue])
    /// An object's members, in their order.
    case object(JSONObject)

    /// Parses a whole document of RFC 8259.
    ///
    /// - Throws: the first fault that is met, or a limit that is passed.
    package init(parsing bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) {
        var reader = JSONReader(bytes, limits: limits)
        self = try reader.readValue()
        try reader.finish()
    }

    /// The kind of the value.
    package var kind: JSONKind {
        switch self {
        case .null: .null
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// The value as a document, without white space.
    package func serialized() -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: estimatedSize)
        write(to: &writer)
        return writer.bytes
    }

    /// The value as a document for people: a line for each member and element, `indent` spaces a level, members in
    /// their order, no newline at the end.
    package func serialized(indent: Int) -> [UInt8] {
        var writer = JSONWriter(indent: max(indent, 0))
        write(to: &writer)
        return writer.bytes
    }

    /// About how many bytes the value takes, so that writing a long one does not move it time and again.
    private var estimatedSize: Int {
        switch self {
        case .null, .bool: 6
        case .number(let number): number.literal.utf8.count + 1
        case .string(let string): string.utf8.count + string.utf8.count / 16 + 3
        case .array(let elements): elements.withUnsafeBufferPointer { $0.reduce(3) { $0 + $1.estimatedSize } }
        case .object(let object):
            object.withMembers { $0.reduce(3) { $0 + $1.key.utf8.count + 4 + $1.value.estimatedSize } }
        }
    }

    /// Writes the value where the writer stands.
    package func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let bool): writer.bool(bool)
        case .number(let number): writer.number(number)
        case .string(let string): writer.string(string)
        case .array(let elements):
            writer.beginArray()
            elements.withUnsafeBufferPointer { for element in $0 { element.write(to: &writer) } }
            writer.endArray()
        case .object(let object):
            writer.beginObject()
            object.withMembers { members in
                for member in members {
                    writer.key(member.key)
                    member.value.write(to: &writer)
                }
            }
            writer.endObject()
        }
    }
}

extension JSONValue: Equatable {
    /// Whether two values are the same document but for white space and escapes.
    package static func == (lhs: Self, rhs: Self) -> Bool {
        switch (lhs, rhs) {
        case (.null, .null): true
        case (.bool(let lhs), .bool(let rhs)): lhs == rhs
        case (.number(let lhs), .number(let rhs)): lhs == rhs
        case (.string(let lhs), .string(let rhs)): JSONKey.areIdentical(lhs, rhs)
        case (.array(let lhs), .array(let rhs)): lhs == rhs
        case (.object(let lhs), .object(let rhs)): lhs == rhs
        case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): false
        }
    }
}
