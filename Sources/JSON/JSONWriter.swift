/// Writes JSON straight to bytes. Commas and colons are its business; that what is begun is ended, and that a member
/// has a key, is the caller's.
package struct JSONWriter: Sendable {
    /// What has been written.
    package internal(set) var bytes: [UInt8]

    /// Whether a value has been written on this level, so that the next one needs a comma.
    var needsComma = false
    /// Whether a member's name has been written and its value has not.
    var isAfterKey = false
    var depth = 0
    let indent: Int?

    /// A writer with nothing written, and room for so many bytes.
    package init(reservingCapacity capacity: Int = 0) {
        bytes = []
        indent = nil
        if capacity > 0 { bytes.reserveCapacity(capacity) }
    }

    /// A writer that gives each member and element a line of its own, `indent` spaces a level.
    init(indent: Int) {
        bytes = []
        self.indent = indent
    }

    /// Opens an object.
    package mutating func beginObject() { begin(ASCII.openBrace) }

    /// Closes the object.
    package mutating func endObject() { end(ASCII.closeBrace) }

    /// Opens an array.
    package mutating func beginArray() { begin(ASCII.openBracket) }

    /// Closes the array.
    package mutating func endArray() { end(ASCII.closeBracket) }

    /// Writes a member's name; its value comes next.
    package mutating func key(_ key: String) {
        separate()
        appendQuoted(key)
        bytes.append(ASCII.colon)
        if indent != nil { bytes.append(ASCII.space) }
        isAfterKey = true
    }

    /// Writes a string. Escapes only what RFC 8259 §7 demands: quote, backslash and control characters.
    package mutating func string(_ string: String) {
        separate()
        appendQuoted(string)
        needsComma = true
    }

    /// Writes a string given as UTF-8. What is not UTF-8 becomes U+FFFD, so that a document always comes out.
    package mutating func string(utf8: [UInt8]) { string(utf8: utf8[...]) }

    /// Writes a string given as UTF-8. What is not UTF-8 becomes U+FFFD, so that a document always comes out.
    package mutating func string(utf8: ArraySlice<UInt8>) {
        separate()
        let isValid = utf8.withUnsafeBytes { JSONScanner.isUTF8($0) }
        if isValid {
            utf8.withUnsafeBytes { appendQuoted($0) }
        } else {
            appendQuoted(String(decoding: utf8, as: UTF8.self))
        }
        needsComma = true
    }

    /// Writes an integer.
    package mutating func int(_ value: Int) { literal(String(value)) }

    /// Writes the shortest number that reads back as `value`; JSON has no infinity and no not-a-number: they become
    /// `null`.
    package mutating func double(_ value: Double) { literal(value.isFinite ? value.description : "null") }

    /// Writes a number as it stands.
    package mutating func number(_ value: JSONNumber) { literal(value.literal) }

    /// Writes `true` or `false`.
    package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    /// Writes `null`.
    package mutating func null() { literal("null") }

    /// Writes any value.
    package mutating func value(_ value: JSONValue) { value.write(to: &self) }

    /// Writes bytes that are a JSON value already, as they stand.
    package mutating func raw(_ json: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }
}

extension JSONWriter {
    /// Writes a member whose value is a string.
    package mutating func member(_ key: String, _ value: String) {
        self.key(key)
        string(value)
    }

    /// Writes a member whose value is an integer.
    package mutating func member(_ key: String, _ value: Int) {
        self.key(key)
        int(value)
    }

    /// Writes a member whose value is a double; see `double(_:)`.
    package mutating func member(_ key: String, _ value: Double) {
        self.key(key)
        double(value)
    }

    /// Writes a member whose value is a boolean.
    package mutating func member(_ key: String, _ value: Bool) {
        self.key(key)
        bool(value)
    }

    /// Writes a member with any value.
    package mutating func member(_ key: String, _ value: JSONValue) {
        self.key(key)
        self.value(value)
    }
}
