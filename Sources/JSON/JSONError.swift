/// Why bytes were not the JSON that was asked for, and where.
///
/// The description names the fault and the offset, never any of the document's content.
package struct JSONError: Error, Equatable, CustomStringConvertible {
    /// What was wrong.
    package enum Kind: Sendable, Equatable {
        /// The document stops in the middle of a value.
        case unexpectedEnd
        /// A byte that the grammar does not allow here (RFC 8259 §2). A byte order mark is one (§8.1).
        case unexpectedByte
        /// A malformed number: a leading zero, a missing digit (RFC 8259 §6).
        case invalidNumber
        /// An unescaped byte below 0x20 in a string (RFC 8259 §7).
        case controlCharacter
        /// An unknown escape, a malformed `\u`, or a surrogate without its partner (RFC 8259 §7).
        case invalidEscape
        /// Bytes in a string that are not UTF-8 (RFC 3629 §4).
        case invalidUTF8
        /// An object names the same member twice (RFC 8259 §4).
        case duplicateKey
        /// Arrays and objects are nested more than `limit` deep.
        case tooDeep(limit: Int)
        /// The document is longer than `limit` bytes.
        case tooLarge(limit: Int)
        /// Something other than white space follows the document.
        case trailingBytes
        /// A well-formed value of another kind than the one asked for.
        case wrongType(expected: JSONKind, found: JSONKind)
        /// A number that the type asked for cannot hold.
        case numberOutOfRange
    }

    /// What was wrong.
    package let kind: Kind
    /// The byte offset, from the start of the bytes, at which it was noticed.
    package let offset: Int

    /// Makes an error of `kind` noticed at the byte `offset`.
    package init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    /// For example `unexpected byte at offset 17`.
    package var description: String {
        switch kind {
        case .unexpectedEnd: "unexpected end at offset \(offset)"
        case .unexpectedByte: "unexpected byte at offset \(offset)"
        case .invalidNumber: "invalid number at offset \(offset)"
        case .controlCharacter: "unescaped control character at offset \(offset)"
        case .invalidEscape: "invalid escape sequence at offset \(offset)"
        case .invalidUTF8: "invalid UTF-8 at offset \(offset)"
        case .duplicateKey: "duplicate key at offset \(offset)"
        case .tooDeep(let limit): "nested more than \(limit) deep at offset \(offset)"
        case .tooLarge(let limit): "longer than \(limit) bytes"
        case .trailingBytes: "unexpected bytes after the document at offset \(offset)"
        case .wrongType(let expected, let found): "expected \(expected), found \(found) at offset \(offset)"
        case .numberOutOfRange: "number out of range at offset \(offset)"
        }
    }
}
