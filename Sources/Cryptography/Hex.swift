/// Base 16 (RFC 4648 §8), written in lower case as AWS and W3C write it.
package enum Hex {
    /// The lower-case digits of `bytes`, two a byte.
    package static func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { digits in
            write(bytes, to: digits)
        }
    }

    /// The lower-case digits of `bytes` as ASCII bytes, two a byte.
    package static func encodedBytes(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: bytes.count * 2) { digits, count in
            count = write(bytes, to: digits)
        }
    }

    /// The bytes that `text` spells in digits of either case; nil when it has an odd length or another character.
    package static func decode(_ text: String) -> [UInt8]? {
        decode(Array(text.utf8))
    }

    /// The bytes that ASCII digits of either case spell; nil when their number is odd or one is not a digit.
    package static func decode(_ text: [UInt8]) -> [UInt8]? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let high = digitValue(text[index]), let low = digitValue(text[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    @discardableResult
    private static func write(_ bytes: [UInt8], to digits: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var position = 0
        for byte in bytes {
            digits.initializeElement(at: position, to: digit(byte >> 4))
            digits.initializeElement(at: position + 1, to: digit(byte & 0x0F))
            position += 2
        }
        return position
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func digitValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
