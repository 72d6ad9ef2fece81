/// Percent-encoding (RFC 3986 §2.1), over UTF-8.
package enum PercentCoding {
    /// The ASCII characters that stand for themselves.
    package struct AllowedBytes: Sendable {
        private let low: UInt64
        private let high: UInt64

        /// Letters, digits, `-`, `.`, `_`, `~` and the bytes of `others`, which must be ASCII.
        package init(unreservedAnd others: String) {
            let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
            var low: UInt64 = 0
            var high: UInt64 = 0
            for byte in unreserved.utf8 + Array(others.utf8) {
                if byte < 64 { low |= 1 << UInt64(byte) } else if byte < 128 { high |= 1 << UInt64(byte - 64) }
            }
            self.low = low
            self.high = high
        }

        /// RFC 3986's unreserved characters only: right for a segment of a path, a query's name or value, and what
        /// AWS's signatures call UriEncode.
        package static let unreserved = AllowedBytes(unreservedAnd: "")
        /// The unreserved characters and the slash: for a path of several segments.
        package static let path = AllowedBytes(unreservedAnd: "/")

        func contains(_ byte: UInt8) -> Bool {
            byte < 64 ? low >> UInt64(byte) & 1 == 1 : byte < 128 && high >> UInt64(byte - 64) & 1 == 1
        }
    }

    /// Replaces every byte that is not in `keeping` by `%` and two upper-case hex digits.
    package static func encode(_ text: String, keeping: AllowedBytes = .unreserved) -> String {
        guard !text.utf8.allSatisfy(keeping.contains) else { return text }
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count * 2)
        for byte in text.utf8 {
            if keeping.contains(byte) {
                encoded.append(byte)
            } else {
                encoded.append(contentsOf: [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)])
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Replaces every `%` and two hex digits by their byte. Nil when a `%` stands without them or the outcome is not
    /// UTF-8.
    package static func decode(_ text: String) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(text.utf8.count)
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(value(of:)), let low = rest.popFirst().flatMap(value(of:)) else {
                return nil
            }
            decoded.append(high << 4 | low)
        }
        return String(validating: decoded, as: UTF8.self)
    }

    /// Decodes a form's name or value: `+` is a space, a stray `%` stands for itself, bytes that are not UTF-8 become
    /// U+FFFD.
    static func decodeForm(_ text: Substring.UTF8View) -> String {
        var decoded: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"):
                decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let digits = rest.prefix(2).compactMap(value(of:))
                decoded.append(digits.count == 2 ? digits[0] << 4 | digits[1] : byte)
                if digits.count == 2 { rest = rest.dropFirst(2) }
            default:
                decoded.append(byte)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") - 10 + value
    }

    /// What a hex digit counts; nil when it is none.
    static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
