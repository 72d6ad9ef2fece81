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
        while offset < end, raw[offset] < 0x80, !needsEscape(raw[offset]) { offset &+= 1 }
        return offset
    }

    /// The first offset in `start..<end` of a quote, a backslash or a control character; `end` when there is none.
    @inline(__always)
    static func endOfUnescaped(_ raw: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
        var offset = start
        while offset &+ 16 <= end {
            let (first, second) = (word(raw, offset), word(raw, offset &+ 8))
            guard (attention(first, ignoring: first) | attention(second, ignoring: second)) & topBits == 0 else {
                break
            }
            offset &+= 16
        }
        while offset &+ 8 <= end {
            let bytes = word(raw, offset)
            let found = attention(bytes, ignoring: bytes) & topBits
            guard found == 0 else { return offset &+ found.trailingZeroBitCount / 8 }
            offset &+= 8
        }
        while offset < end, !needsEscape(raw[offset]) { offset &+= 1 }
        return offset
    }

    /// Copies `start..<end` up to the first quote, backslash or control character to `output` at `written`, and returns
    /// how many bytes that were. The output must have room for all of `start..<end`: whole words are written, of which
    /// only the run counts.
    @inline(__always)
    static func copyUnescaped(
        _ raw: UnsafeRawBufferPointer,
        from start: Int,
        to end: Int,
        into output: UnsafeMutableRawBufferPointer,
        at written: Int
    ) -> Int {
        var offset = start
        var target = written
        while offset &+ 8 <= end {
            let bytes = word(raw, offset)
            output.storeBytes(of: bytes.littleEndian, toByteOffset: target, as: UInt64.self)
            let found = attention(bytes, ignoring: bytes) & topBits
            guard found == 0 else { return offset &- start &+ found.trailingZeroBitCount / 8 }
            offset &+= 8
            target &+= 8
        }
        while offset < end, !needsEscape(raw[offset]) {
            output[target] = raw[offset]
            offset &+= 1
            target &+= 1
        }
        return offset &- start
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
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < ASCII.space || byte == ASCII.quote || byte == ASCII.backslash
    }
}
