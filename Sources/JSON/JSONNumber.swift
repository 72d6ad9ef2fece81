/// A number kept to the letter: `1.0`, `1e0` and `1` stay three literals, and no digit is ever lost.
///
/// Equality is that of the literals, not of the quantities.
package struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    /// The number as it is written, in the grammar of RFC 8259 §6.
    package let literal: String

    /// A number from its literal; `nil` when it is not in the grammar of RFC 8259 §6.
    package init?(literal: String) {
        let bytes = Array(literal.utf8)
        let isNumber = bytes.withUnsafeBytes { raw in
            var scanner = JSONScanner(raw, position: 0, end: raw.count, limits: .default)
            do throws(JSONError) {
                try scanner.scanNumber()
                return scanner.position == raw.count
            } catch {
                return false
            }
        }
        guard isNumber else { return nil }
        self.literal = literal
    }

    /// A number that the scanner has already found to be in the grammar.
    init(validated literal: String) { self.literal = literal }

    /// An integer in plain digits.
    package init(_ value: Int) { literal = String(value) }

    /// The shortest literal that reads back as `value`; `nil` when `value` is infinite or not a number.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        literal = value.description
    }

    /// The number as an integer, however it is written (`1e3` is 1000, `1.0` is 1); `nil` when it has a fraction or
    /// an `Int` cannot hold it. Never rounded.
    package var int: Int? { Int(literal) ?? Self.exactInteger(literal) }

    /// The number as the nearest double. Infinite when its magnitude is beyond a double's range.
    package var double: Double { Double(literal) ?? .nan }

    /// The literal.
    package var description: String { literal }
}

extension JSONNumber {
    /// The value of a literal with a fraction or an exponent, when it is a whole number that fits an `Int`.
    private static func exactInteger(_ literal: String) -> Int? {
        var digits = Digits()
        var isNegative = false
        var isInFraction = false
        var bytes = literal.utf8[...]
        while let byte = bytes.popFirst() {
            switch byte {
            case ASCII.minus: isNegative = true
            case ASCII.dot: isInFraction = true
            case ASCII.lowerE, ASCII.upperE:
                guard let exponent = clampedExponent(bytes) else { return nil }
                digits.exponent += exponent
                bytes = bytes[bytes.endIndex...]
            default: digits.append(byte &- ASCII.zero, isInFraction: isInFraction)
            }
        }
        return digits.value(isNegative: isNegative)
    }

    /// An exponent's digits, held within ±10¹²: no literal that fits in memory has digits enough to make up for more.
    private static func clampedExponent(_ bytes: Substring.UTF8View) -> Int? {
        var isNegative = false
        var magnitude = 0
        for byte in bytes {
            switch byte {
            case ASCII.minus: isNegative = true
            case ASCII.plus: continue
            default: magnitude = min(magnitude * 10 + Int(byte &- ASCII.zero), 1_000_000_000_000)
            }
        }
        return isNegative ? -magnitude : magnitude
    }
}

/// The significant digits of a number, without the zeros around them, and the power of ten that they stand for.
private struct Digits {
    var significand: UInt64 = 0
    var exponent = 0
    private var trailingZeros = 0
    private var overflows = false

    mutating func append(_ digit: UInt8, isInFraction: Bool) {
        if isInFraction { exponent -= 1 }
        guard digit != 0 else {
            if significand != 0 { trailingZeros += 1 }
            return
        }
        shift(by: trailingZeros + 1)
        let (sum, isTooLarge) = significand.addingReportingOverflow(UInt64(digit))
        significand = sum
        overflows = overflows || isTooLarge
        trailingZeros = 0
    }

    func value(isNegative: Bool) -> Int? {
        guard significand != 0 || overflows else { return 0 }
        var whole = self
        let power = exponent + trailingZeros
        guard power >= 0, !overflows else { return nil }
        whole.shift(by: power)
        guard !whole.overflows else { return nil }
        return isNegative ? Int(exactly: -Int128(whole.significand)) : Int(exactly: whole.significand)
    }

    /// Multiplies by a power of ten. More than 20 steps overflow anything but zero.
    private mutating func shift(by places: Int) {
        guard significand != 0 else { return }
        for _ in 0..<min(places, 20) {
            let (product, isTooLarge) = significand.multipliedReportingOverflow(by: 10)
            significand = product
            overflows = overflows || isTooLarge
        }
    }
}
