/// The core schema's number forms (YAML 1.2.2 §10.3.2), brought into JSON's grammar.
enum YAMLNumber {
    /// The digits after `0x` or `0o`, with their base; `nil` when this is no such number.
    static func prefixedDigits(_ text: [UInt8]) -> (digits: ArraySlice<UInt8>, base: UInt64)? {
        guard text.count > 2, text[0] == UInt8(ascii: "0") else { return nil }
        let base: UInt64
        switch text[1] {
        case UInt8(ascii: "x"): base = 16
        case UInt8(ascii: "o"): base = 8
        default: return nil
        }
        guard text[2...].allSatisfy({ digit($0) < base }) else { return nil }
        return (text[2...], base)
    }

    /// The value of digits in a base; `nil` when 64 bits cannot hold it.
    static func value(of number: (digits: ArraySlice<UInt8>, base: UInt64)) -> UInt64? {
        var value: UInt64 = 0
        for byte in number.digits {
            let (product, overflows) = value.multipliedReportingOverflow(by: number.base)
            guard !overflows else { return nil }
            value = product | digit(byte)
        }
        return value
    }

    /// The literal that JSON has for a decimal integer or float: without a plus sign and leading zeros, with digits on
    /// both sides of a point, the rest to the letter. `nil` when the text is neither.
    static func decimalLiteral(_ text: [UInt8]) -> String? {
        var rest = text[...]
        var literal: [UInt8] = []
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            rest.removeFirst()
            if sign == UInt8(ascii: "-") { literal.append(sign) }
        }
        let whole = rest.prefix(while: isDigit)
        rest = rest[whole.endIndex...]
        var fraction = rest[rest.startIndex..<rest.startIndex]
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: isDigit)
            rest = rest[fraction.endIndex...]
            guard !whole.isEmpty || !fraction.isEmpty else { return nil }
            literal += significant(whole) + [UInt8(ascii: ".")] + (fraction.isEmpty ? [UInt8(ascii: "0")] : fraction)
        } else {
            guard !whole.isEmpty else { return nil }
            literal += significant(whole)
        }
        guard rest.isEmpty || isExponent(rest) else { return nil }
        return String(decoding: literal + rest, as: UTF8.self)
    }

    static func isIntegerByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
    }

    private static func isExponent(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.first == UInt8(ascii: "e") || text.first == UInt8(ascii: "E") else { return false }
        var digits = text.dropFirst()
        if digits.first == UInt8(ascii: "+") || digits.first == UInt8(ascii: "-") { digits.removeFirst() }
        return !digits.isEmpty && digits.allSatisfy(isDigit)
    }

    /// The digits without leading zeros; a zero when nothing else is left.
    private static func significant(_ digits: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let rest = digits.drop { $0 == UInt8(ascii: "0") }
        return rest.isEmpty ? [UInt8(ascii: "0")] : rest
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// The value of a hexadecimal digit; `.max` for any other byte.
    static func digit(_ byte: UInt8) -> UInt64 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A")) + 10
        default: .max
        }
    }
}
