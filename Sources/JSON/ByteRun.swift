/// Finds the ends of runs of bytes that need no attention, eight bytes at a step.
///
/// A lane's top bit is set in the test words below exactly when the lane's byte needs attention, up to and including
/// the lowest such lane; borrows can only falsify lanes above it, and only the lowest is used.
enum ByteRun {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let topBits: UInt64 = 0x8080_8080_8080_8080
    private static let quotes = ones &* UInt64(ASCII.quote)
    private static let backslashes = ones &* UInt64(ASCII.backslash)
    private static let spaces = ones &* UInt64(ASCII.space)

    /// The first offset in `start..<end` of a quote, a backslash, a control character or a byte outside ASCII;
    /// `end` when there is none.
    @inline(__always)
    static func endOfPlain(_ raw: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
        var offset = start
        while offset &+ 32 <= end {
            let first = attention(word(raw, offset)) | attention(word(raw, offset &+ 8))
            let second = attention(word(raw, offset &+ 16)) | attention(word(raw, offset &+ 24))
            guard (first | second) & topBits == 0 else { break }
            offset &+= 32
        }
        while offset &+ 8 <= end {
            let found = attention(word(raw, offset)) & topBits
            guard found == 0 else { return offset &+ found.trailingZeroBitCount / 8 }
            offset &+= 8
        }
        while offset < end, isPlain(raw[offset]) { offset &+= 1 }
        return offset
    }

    /// The first offset in `start..<end` of a quote, a backslash or a control character; `end` when there is none.
    @inline(__always)
    static func endOfUnescaped(_ raw: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
        var offset = start
        while offset &+ 8 <= end {
            let bytes = word(raw, offset)
            let found = attention(bytes, ignoring: bytes) & topBits
            guard found == 0 else { return offset &+ found.trailingZeroBitCount / 8 }
            offset &+= 8
        }
        while offset < end, isPlain(raw[offset] & 0x7F) || raw[offset] >= 0x80 { offset &+= 1 }
        return offset
    }

    @inline(__always)
    private static func word(_ raw: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Marks quotes, backslashes, bytes below 0x20 and bytes above 0x7F.
    @inline(__always)
    private static func attention(_ bytes: UInt64) -> UInt64 {
        ((bytes ^ quotes) &- ones) | ((bytes ^ backslashes) &- ones) | (bytes &- spaces) | bytes
    }

    /// Marks quotes, backslashes and bytes below 0x20, but no byte above 0x7F.
    @inline(__always)
    private static func attention(_ bytes: UInt64, ignoring high: UInt64) -> UInt64 {
        (((bytes ^ quotes) &- ones) | ((bytes ^ backslashes) &- ones) | (bytes &- spaces)) & ~high
    }

    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= ASCII.space && byte < 0x80 && byte != ASCII.quote && byte != ASCII.backslash
    }
}
