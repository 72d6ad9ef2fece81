/// The 64 characters of one form of base 64, and the table that reads them back.
struct Base64Alphabet: Sendable {
    static let padding = UInt8(ascii: "=")
    static let standard = Base64Alphabet(last: "+/")
    static let urlSafe = Base64Alphabet(last: "-_")

    /// What a byte that is not in the alphabet maps to. Values are below 64, so its high bit tells them apart.
    private static let invalid: UInt8 = 0x80

    private let characters: [UInt8]
    private let values: [UInt8]

    private init(last: String) {
        let characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8) + Array(last.utf8)
        var values = [UInt8](repeating: Self.invalid, count: 256)
        for (value, character) in characters.enumerated() {
            values[Int(character)] = UInt8(value)
        }
        self.characters = characters
        self.values = values
    }

    func encode(_ bytes: [UInt8], padded: Bool) -> String {
        String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { text in
            bytes.withUnsafeBufferPointer { bytes in
                characters.withUnsafeBufferPointer { characters in
                    Self.encode(bytes, characters: characters, padded: padded, to: text)
                }
            }
        }
    }

    /// The bytes that `text[..<end]` spells, where `end` excludes any padding.
    func decode(_ text: [UInt8], upTo end: Int) -> [UInt8]? {
        let remainder = end % 4
        guard remainder != 1 else { return nil }
        let size = end / 4 * 3 + (remainder == 0 ? 0 : remainder - 1)
        var isValid = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
            isValid = text.withUnsafeBufferPointer { text in
                values.withUnsafeBufferPointer { values in
                    Self.decode(UnsafeBufferPointer(rebasing: text[..<end]), values: values, to: bytes)
                }
            }
            count = isValid ? size : 0
        }
        return isValid ? bytes : nil
    }

    private static func encode(
        _ bytes: UnsafeBufferPointer<UInt8>,
        characters: UnsafeBufferPointer<UInt8>,
        padded: Bool,
        to text: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var position = 0
        func put(_ sextet: UInt32) {
            text.initializeElement(at: position, to: characters[Int(sextet & 0x3F)])
            position += 1
        }
        var index = 0
        while index + 3 <= bytes.count {
            let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
            put(group >> 18)
            put(group >> 12)
            put(group >> 6)
            put(group)
            index += 3
        }
        let remaining = bytes.count - index
        guard remaining > 0 else { return position }
        let group = UInt32(bytes[index]) << 16 | (remaining == 2 ? UInt32(bytes[index + 1]) << 8 : 0)
        put(group >> 18)
        put(group >> 12)
        if remaining == 2 { put(group >> 6) }
        if padded {
            for _ in remaining..<3 {
                text.initializeElement(at: position, to: padding)
                position += 1
            }
        }
        return position
    }

    /// Decodes whole groups, then the last two or three characters. False at the first character that does not belong,
    /// and for left-over bits that are not zero; `bytes` may then be only partly written.
    private static func decode(
        _ text: UnsafeBufferPointer<UInt8>,
        values: UnsafeBufferPointer<UInt8>,
        to bytes: UnsafeMutableBufferPointer<UInt8>
    ) -> Bool {
        var index = 0
        var position = 0
        while index + 4 <= text.count {
            let first = values[Int(text[index])]
            let second = values[Int(text[index + 1])]
            let third = values[Int(text[index + 2])]
            let fourth = values[Int(text[index + 3])]
            guard (first | second | third | fourth) & invalid == 0 else { return false }
            bytes.initializeElement(at: position, to: first << 2 | second >> 4)
            bytes.initializeElement(at: position + 1, to: second << 4 | third >> 2)
            bytes.initializeElement(at: position + 2, to: third << 6 | fourth)
            index += 4
            position += 3
        }
        let remaining = text.count - index
        guard remaining > 0 else { return true }
        let first = values[Int(text[index])]
        let second = values[Int(text[index + 1])]
        let third = remaining == 3 ? values[Int(text[index + 2])] : 0
        guard (first | second | third) & invalid == 0 else { return false }
        bytes.initializeElement(at: position, to: first << 2 | second >> 4)
        if remaining == 2 { return second & 0x0F == 0 }
        bytes.initializeElement(at: position + 1, to: second << 4 | third >> 2)
        return third & 0x03 == 0
    }
}
