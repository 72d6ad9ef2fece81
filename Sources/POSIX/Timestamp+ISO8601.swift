extension Timestamp {
    /// Reads "2026-08-21T00:00:00Z" (RFC 3339): fractional seconds of any length are cut to milliseconds, and an offset
    /// such as "+02:00" is taken instead of "Z". Nil for anything else, a 30th of February included.
    package init?(iso8601 text: String) {
        var scanner = DigitScanner(text.utf8)
        guard let year = scanner.number(digits: 4), scanner.skip("-"),
            let month = scanner.number(digits: 2), (1...12).contains(month), scanner.skip("-"),
            let day = scanner.number(digits: 2), day >= 1, day <= Civil.daysInMonth(month, year: year),
            scanner.skip("T") || scanner.skip("t"),
            let hour = scanner.number(digits: 2), hour < 24, scanner.skip(":"),
            let minute = scanner.number(digits: 2), minute < 60, scanner.skip(":"),
            let second = scanner.number(digits: 2), second <= 60,
            let fraction = scanner.fraction(),
            let offset = scanner.offsetMinutes(), scanner.isAtEnd
        else { return nil }
        let days = Civil.daysSinceEpoch(year: year, month: month, day: day)
        let minutes = days * 1_440 + hour * 60 + minute - offset
        self.init(millisecondsSinceEpoch: (minutes * 60 + second) * 1_000 + fraction)
    }

    /// "2026-08-21T00:00:00.123Z" (RFC 3339), always with milliseconds. For the years 0 to 9999.
    package var iso8601: String {
        let parts = civil
        var text = DigitWriter()
        text.write(parts.year, digits: 4)
        text.write("-")
        text.write(parts.month, digits: 2)
        text.write("-")
        text.write(parts.day, digits: 2)
        text.write("T")
        text.write(parts.hour, digits: 2)
        text.write(":")
        text.write(parts.minute, digits: 2)
        text.write(":")
        text.write(parts.second, digits: 2)
        text.write(".")
        text.write(parts.millisecond, digits: 3)
        text.write("Z")
        return text.string
    }

    /// "20260821T000000Z", the basic form of ISO 8601 that AWS signatures carry.
    package var iso8601Basic: String {
        let parts = civil
        var text = DigitWriter()
        text.write(parts.year, digits: 4)
        text.write(parts.month, digits: 2)
        text.write(parts.day, digits: 2)
        text.write("T")
        text.write(parts.hour, digits: 2)
        text.write(parts.minute, digits: 2)
        text.write(parts.second, digits: 2)
        text.write("Z")
        return text.string
    }

    private var civil: Civil {
        let (days, millisecondsOfDay) = floorDivide(millisecondsSinceEpoch, 86_400_000)
        return Civil(daysSinceEpoch: days, millisecondsOfDay: millisecondsOfDay)
    }
}

/// A date of the proleptic Gregorian calendar with the time of the day, in UTC.
///
/// The day arithmetic is Howard Hinnant's "chrono-compatible low-level date algorithms": years begin in March, so that
/// the leap day is a year's last.
private struct Civil {
    var year, month, day, hour, minute, second, millisecond: Int64

    init(daysSinceEpoch: Int64, millisecondsOfDay: Int64) {
        let (era, dayOfEra) = floorDivide(daysSinceEpoch + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = millisecondsOfDay / 3_600_000
        minute = millisecondsOfDay / 60_000 % 60
        second = millisecondsOfDay / 1_000 % 60
        millisecond = millisecondsOfDay % 1_000
    }

    static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
        let (era, yearOfEra) = floorDivide(month <= 2 ? year - 1 : year, 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func daysInMonth(_ month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        case _: 31
        }
    }
}

/// Reads fixed-width decimal numbers and separators.
private struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: String.UTF8View) { rest = text[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ byte: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: byte) else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func digit() -> Int64? {
        guard let byte = rest.first, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        rest = rest.dropFirst()
        return Int64(byte - UInt8(ascii: "0"))
    }

    mutating func number(digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let next = digit() else { return nil }
            value = value * 10 + next
        }
        return value
    }

    /// Milliseconds after the point; 0 without one.
    mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        guard var milliseconds = digit() else { return nil }
        milliseconds *= 100
        var weight: Int64 = 10
        while let next = digit() {
            milliseconds += next * weight
            weight /= 10
        }
        return milliseconds
    }

    /// Minutes east of UTC.
    mutating func offsetMinutes() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let isWest = skip("-")
        guard isWest || skip("+"), let hours = number(digits: 2), hours < 24, skip(":"),
            let minutes = number(digits: 2), minutes < 60
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 60 + minutes)
    }
}

/// Writes fixed-width decimal numbers.
private struct DigitWriter {
    private var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(24) }

    var string: String { String(decoding: bytes, as: UTF8.self) }

    mutating func write(_ byte: Unicode.Scalar) { bytes.append(UInt8(ascii: byte)) }

    mutating func write(_ value: Int64, digits: Int) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: abs(value / divisor % 10)))
            divisor /= 10
        }
    }
}
