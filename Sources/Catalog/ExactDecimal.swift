package import JSON

/// A decimal number with at most four digits after the point, exact: prices must not drift.
///
/// Four digits are the most any currency's minor unit has (ISO 4217). The magnitude stays below 10¹⁴.
package struct ExactDecimal: Sendable, Hashable, Comparable, CustomStringConvertible {
    private static let fractionDigits = 4
    private static let scale: Int64 = 10_000

    /// The number in ten-thousandths.
    let tenThousandths: Int64

    /// 0.
    package static let zero = ExactDecimal(tenThousandths: 0)

    init(tenThousandths: Int64) { self.tenThousandths = tenThousandths }

    /// The number `value`; for literals in code.
    package init(_ value: Int32) { self.init(tenThousandths: Int64(value) * Self.scale) }

    /// The number that is written there, in any of JSON's ways; nil when it has more than four digits after the point
    /// (zeros at its end aside) or is too large.
    package init?(_ number: JSONNumber) {
        let parts = number.literal.split { $0 == "e" || $0 == "E" }
        guard let mantissa = parts.first else { return nil }
        let isNegative = mantissa.first == "-"
        let places = mantissa.drop { $0 == "-" }.split(separator: ".")
        var digits = places.joined().drop { $0 == "0" }
        guard !digits.isEmpty else {
            self = .zero
            return
        }
        guard let exponent = parts.count == 2 ? Int(parts[1]) : 0, (-1_000...1_000).contains(exponent) else {
            return nil
        }
        let fraction = places.count == 2 ? places[1].count : 0
        var shift = exponent - fraction + Self.fractionDigits
        while shift < 0 {
            guard digits.popLast() == "0" else { return nil }
            shift += 1
        }
        guard digits.count + shift <= 18, let magnitude = Int64(digits + String(repeating: "0", count: shift)) else {
            return nil
        }
        self.init(tenThousandths: isNegative ? -magnitude : magnitude)
    }

    /// The number in as few digits as it needs: `129.9`, `7`.
    package var description: String { text(minFractionDigits: 1) }

    /// The number as prices are written: whole, or with at least two digits after the point: `129.90`, `7`.
    package var priceText: String { text(minFractionDigits: 2) }

    private func text(minFractionDigits: Int) -> String {
        let (whole, fraction) = tenThousandths.magnitude.quotientAndRemainder(dividingBy: UInt64(Self.scale))
        let sign = tenThousandths < 0 ? "-" : ""
        guard fraction != 0 else { return "\(sign)\(whole)" }
        var digits = String(fraction + UInt64(Self.scale)).dropFirst()
        while digits.count > minFractionDigits, digits.last == "0" { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }

    /// The number as JSON.
    package var json: JSONValue { JSONNumber(literal: description).map(JSONValue.number) ?? .null }

    /// Whether the left number is less than the right one.
    package static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        left.tenThousandths < right.tenThousandths
    }
}
