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
        bytes.withUnsafeBufferPointer { buffer in
            // Most lines hold none and are handed back without a copy.
            guard var match = nextSecret(in: buffer, from: 0) else { return bytes }
            var output: [UInt8] = []
            output.reserveCapacity(bytes.count)
            var start = 0
            while true {
                output.append(contentsOf: bytes[start..<match.lowerBound])
                output.append(contentsOf: "***".utf8)
                start = match.upperBound
                guard let next = nextSecret(in: buffer, from: start) else { break }
                match = next
            }
            output.append(contentsOf: bytes[start...])
            return output
        }
    }

    /// Whether a prefix begins with this byte: for nearly every byte the look ends here.
    @inline(__always)
    private static func mayBegin(_ byte: UInt8) -> Bool {
        // A, B, b, e and s, a bit for each of the codes from 64 to 127.
        let letters: UInt64 = 1 << 1 | 1 << 2 | 1 << 34 | 1 << 37 | 1 << 51
        return byte & 0xC0 == 0x40 && letters >> UInt64(byte & 63) & 1 == 1
    }

    /// The next range to blank out.
    private static func nextSecret(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        for index in start..<bytes.count where mayBegin(bytes[index]) {
            let match: Range<Int>? =
                switch bytes[index] {
                case UInt8(ascii: "s"): secret(in: bytes, at: index, prefix: "sk-", minimumLength: 8)
                case UInt8(ascii: "B"): secret(in: bytes, at: index, prefix: "Bearer ", minimumLength: 8)
                case UInt8(ascii: "b"): secret(in: bytes, at: index, prefix: "bearer ", minimumLength: 8)
                case UInt8(ascii: "A"):
                    secret(in: bytes, at: index, prefix: "AKIA", minimumLength: 12)
                        ?? secret(in: bytes, at: index, prefix: "ASIA", minimumLength: 12)
                case UInt8(ascii: "e"): secret(in: bytes, at: index, prefix: "eyJ", minimumLength: 20)
                default: nil
                }
            if let match { return match }
        }
        return nil
    }

    /// The range to blank out when the prefix stands at `index`, at a word's beginning, with so many token characters or
    /// more after it.
    private static func secret(
        in bytes: UnsafeBufferPointer<UInt8>,
        at index: Int,
        prefix: StaticString,
        minimumLength: Int
    ) -> Range<Int>? {
        let start = index + prefix.utf8CodeUnitCount
        guard start + minimumLength <= bytes.count else { return nil }
        for offset in 0..<prefix.utf8CodeUnitCount where bytes[index + offset] != prefix.utf8Start[offset] {
            return nil
        }
        guard beginsWord(bytes, at: index) else { return nil }
        var end = start
        while end < bytes.count, isTokenByte(bytes[end]) { end += 1 }
        return end - start >= minimumLength ? start..<end : nil
    }

    /// A letter before the prefix makes it part of a word, unless that letter belongs to a JSON escape (`\n`).
    private static func beginsWord(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
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
