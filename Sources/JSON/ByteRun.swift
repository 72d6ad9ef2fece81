import CSIMD

/// Finds the ends of runs of bytes that need no attention, sixteen bytes at a step, and never looks past `end`.
enum ByteRun {
    private static let step = Int(CSIMD_STEP)

    /// The first offset in `start..<end` of a quote, a backslash, a control character or a byte outside ASCII;
    /// `end` when there is none.
    @inline(__always)
    static func endOfPlain(_ raw: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
        var offset = start
        while offset &+ step <= end {
            let length = Int(csimd_plain(raw.baseAddress, offset))
            guard length == step else { return offset &+ length }
            offset &+= step
        }
        while offset < end, raw[offset] < 0x80, !needsEscape(raw[offset]) { offset &+= 1 }
        return offset
    }

    /// The first offset in `start..<end` of a quote, a backslash or a control character; `end` when there is none.
    @inline(__always)
    static func endOfUnescaped(_ raw: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
        var offset = start
        while offset &+ step <= end {
            let length = Int(csimd_unescaped(raw.baseAddress, offset))
            guard length == step else { return offset &+ length }
            offset &+= step
        }
        while offset < end, !needsEscape(raw[offset]) { offset &+= 1 }
        return offset
    }

    /// Copies `start..<end` up to the first quote, backslash or control character to `output` at `written`, and returns
    /// how many bytes that were. The output must have room for all of `start..<end`: whole steps are written, of which
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
        while offset &+ step <= end {
            copyStep(raw, from: offset, into: output, at: written &+ (offset &- start))
            let length = Int(csimd_unescaped(raw.baseAddress, offset))
            guard length == step else { return offset &- start &+ length }
            offset &+= step
        }
        while offset < end, !needsEscape(raw[offset]) {
            output[written &+ (offset &- start)] = raw[offset]
            offset &+= 1
        }
        return offset &- start
    }

    /// Copies `start..<end` in whole steps, one at least: both sides must have room for them.
    @inline(__always)
    static func copySteps(
        _ raw: UnsafeRawBufferPointer,
        _ start: Int,
        to end: Int,
        into output: UnsafeMutableRawBufferPointer,
        at written: Int
    ) {
        var (offset, target) = (start, written)
        repeat {
            copyStep(raw, from: offset, into: output, at: target)
            offset &+= step
            target &+= step
        } while offset < end
    }

    @inline(__always)
    private static func copyStep(
        _ raw: UnsafeRawBufferPointer,
        from start: Int,
        into output: UnsafeMutableRawBufferPointer,
        at written: Int
    ) {
        let bytes = raw.loadUnaligned(fromByteOffset: start, as: SIMD16<UInt8>.self)
        output.storeBytes(of: bytes, toByteOffset: written, as: SIMD16<UInt8>.self)
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < ASCII.space || byte == ASCII.quote || byte == ASCII.backslash
    }
}
