extension JSONScanner {
    /// Reads a number (RFC 8259 §6).
    ///
    /// Whatever ends it is left to the caller, but a digit after a leading zero is refused here.
    mutating func scanNumber() throws(JSONError) {
        let start = position
        var offset = start
        if offset < end, raw[offset] == ASCII.minus { offset &+= 1 }
        if offset < end, raw[offset] == ASCII.zero {
            offset &+= 1
            if offset < end, ASCII.isDigit(raw[offset]) { throw JSONError(.invalidNumber, at: start) }
        } else {
            offset = try endOfDigits(from: offset, numberStart: start)
        }
        if offset < end, raw[offset] == ASCII.dot {
            offset = try endOfDigits(from: offset &+ 1, numberStart: start)
        }
        if offset < end, raw[offset] | 0x20 == ASCII.lowerE {
            offset &+= 1
            if offset < end, raw[offset] == ASCII.plus || raw[offset] == ASCII.minus { offset &+= 1 }
            offset = try endOfDigits(from: offset, numberStart: start)
        }
        position = offset
    }

    /// The offset after the digits at `start`, of which there must be one.
    @inline(__always)
    private func endOfDigits(from start: Int, numberStart: Int) throws(JSONError) -> Int {
        var offset = start
        while offset &+ 8 <= end {
            let digits = Self.digits(in: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset &+= digits
            if digits < 8 { break }
        }
        while offset < end, ASCII.isDigit(raw[offset]) { offset &+= 1 }
        guard offset == start else { return offset }
        throw offset == end ? JSONError(.unexpectedEnd, at: end) : JSONError(.invalidNumber, at: numberStart)
    }

    /// How many of eight bytes are digits, counted from the first up to one that is none.
    @inline(__always)
    private static func digits(in bytes: UInt64) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // Against 0x30 a digit leaves 0 to 9; adding 0x76 to anything greater sets the top bit, and carries nowhere.
        let rest = UInt64(littleEndian: bytes) ^ (ones &* 0x30)
        let others = (rest | ((rest & (ones &* 0x7F)) &+ (ones &* 0x76))) & (ones &* 0x80)
        return others.trailingZeroBitCount / 8
    }
}
