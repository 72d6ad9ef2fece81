/// What bytes names and values of header fields may have (RFC 9110 §5.5 and §5.6.2).
enum FieldSyntax {
    /// tchar: "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA, as
    /// one bit for each of the codes 0 to 63 and 64 to 127.
    private static let tokenLow: UInt64 = 0x03FF_6CFA_0000_0000
    private static let tokenHigh: UInt64 = 0x57FF_FFFF_C7FF_FFFE

    static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<64: tokenLow >> UInt64(byte) & 1 == 1
        case 64..<128: tokenHigh >> UInt64(byte - 64) & 1 == 1
        default: false
        }
    }

    static func isToken(_ bytes: some Sequence<UInt8>) -> Bool {
        var isEmpty = true
        for byte in bytes {
            guard isTokenByte(byte) else { return false }
            isEmpty = false
        }
        return !isEmpty
    }

    static func isToken(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { isToken($0) }
    }

    /// field-content: visible characters, obs-text, space and TAB.
    static func isValueByte(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7F || byte == UInt8(ascii: "\t")
    }

    static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    /// The value as it may be sent: forbidden bytes replaced by spaces, outer white space gone.
    static func sanitized(_ value: String) -> String {
        var value = value
        let isFine = value.withUTF8 { bytes in
            guard let first = bytes.first, let last = bytes.last else { return true }
            return !isBlank(first) && !isBlank(last) && bytes.allSatisfy(isValueByte)
        }
        guard !isFine else { return value }
        let replaced = value.utf8.map { isValueByte($0) ? $0 : UInt8(ascii: " ") }
        return String(decoding: trimmed(replaced[...]), as: UTF8.self)
    }

    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
        let end = bytes[start...].lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start
        return bytes[start..<end]
    }

    /// Whether two names are the same field: equal but for the case of ASCII letters.
    static func sameName(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        var (left, right) = (left, right)
        return left.withUTF8 { left in
            right.withUTF8 { right in
                left.indices.allSatisfy { left[$0] == right[$0] || lowercased(left[$0]) == lowercased(right[$0]) }
            }
        }
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
