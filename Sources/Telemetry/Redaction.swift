/// Masks what must never stand in a log or in an answer: API keys, bearer tokens, AWS access keys, JWTs.
///
/// Works on the bytes of a finished line, so that no field can be forgotten.
package enum Redaction {
    /// The text with every secret-looking run replaced; see `masked(_:)` for bytes.
    package static func masked(_ text: String) -> String {
        String(decoding: masked(Array(text.utf8)), as: UTF8.self)
    }

    /// The bytes with the variable part of every secret-looking run replaced by `***`.
    ///
    /// Masked: `sk-…` (8 or more characters after the prefix), `Bearer …` (8 or more), `AKIA…`/`ASIA…` access
    /// key ids, and three-part JWTs beginning with `eyJ`. A prefix inside a longer word (`task-…`) is left alone.
    package static func masked(_ bytes: [UInt8]) -> [UInt8] {
        guard mayHoldSecret(bytes) else { return bytes }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let match = secret(in: bytes, at: index) {
                output.append(contentsOf: bytes[index..<match.lowerBound])
                output.append(contentsOf: "***".utf8)
                index = match.upperBound
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return output
    }

    private struct Shape {
        let prefix: [UInt8]
        let minimumLength: Int
    }

    private static let shapes = [
        Shape(prefix: Array("sk-".utf8), minimumLength: 8),
        Shape(prefix: Array("Bearer ".utf8), minimumLength: 8),
        Shape(prefix: Array("bearer ".utf8), minimumLength: 8),
        Shape(prefix: Array("AKIA".utf8), minimumLength: 12),
        Shape(prefix: Array("ASIA".utf8), minimumLength: 12),
        Shape(prefix: Array("eyJ".utf8), minimumLength: 20),
    ]

    /// Most lines hold none and are handed back without a copy.
    private static func mayHoldSecret(_ bytes: [UInt8]) -> Bool {
        for index in bytes.indices where secret(in: bytes, at: index) != nil { return true }
        return false
    }

    /// The range to blank out when a secret begins at `index`.
    private static func secret(in bytes: [UInt8], at index: Int) -> Range<Int>? {
        switch bytes[index] {
        case UInt8(ascii: "s"), UInt8(ascii: "B"), UInt8(ascii: "b"), UInt8(ascii: "A"), UInt8(ascii: "e"): break
        default: return nil
        }
        guard beginsWord(bytes, at: index) else { return nil }
        for shape in shapes where bytes[index...].starts(with: shape.prefix) {
            let start = index + shape.prefix.count
            var end = start
            while end < bytes.count, isTokenByte(bytes[end]) { end += 1 }
            if end - start >= shape.minimumLength { return start..<end }
        }
        return nil
    }

    /// A letter before the prefix makes it part of a word, unless that letter belongs to a JSON escape (`\n`).
    private static func beginsWord(_ bytes: [UInt8], at index: Int) -> Bool {
        guard index > 0, isAlphanumeric(bytes[index - 1]) else { return true }
        return index > 1 && bytes[index - 2] == UInt8(ascii: "\\")
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        if isAlphanumeric(byte) { return true }
        return switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "/"),
            UInt8(ascii: "="), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
