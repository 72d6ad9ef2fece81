package import POSIX

/// How long a key is to live, in LiteLLM's notation: a whole number and `s`, `m`, `h`, `d`, `w` or `mo`.
package struct KeyLifetime: Sendable, Equatable {
    /// At least 1, at most about a hundred years.
    package let seconds: Int64

    private static let longest: Int64 = 100 * 365 * 86_400

    /// Reads `30s`, `30m`, `1h`, `1d`, `1w`, `1mo`; a month has 30 days. Nil for anything else.
    package init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count > 0, let unit = Self.unitSeconds(text.dropFirst(digits.count)) else {
            return nil
        }
        let (seconds, overflow) = count.multipliedReportingOverflow(by: unit)
        guard !overflow, seconds <= Self.longest else { return nil }
        self.seconds = seconds
    }

    /// When a key that is made at a time stops working.
    package func end(from start: Timestamp) -> Timestamp {
        start.advanced(byMilliseconds: seconds * 1_000)
    }

    private static func unitSeconds(_ unit: Substring) -> Int64? {
        switch unit {
        case "s": 1
        case "m": 60
        case "h": 3_600
        case "d": 86_400
        case "w": 7 * 86_400
        case "mo": 30 * 86_400
        default: nil
        }
    }
}
