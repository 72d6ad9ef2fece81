extension JSONScanner {
    /// The text of a string that `scanString` has checked.
    func makeString(_ span: JSONStringSpan) -> String {
        guard span.hasEscapes else { return makeUnescapedString(span) }
        // No escape sequence is shorter than the UTF-8 it stands for.
        return String(unsafeUninitializedCapacity: span.end &- span.start) { unescape(span, into: .init($0)) }
    }

    /// The text of a string without escapes, copied without another check of its UTF-8.
    private func makeUnescapedString(_ span: JSONStringSpan) -> String {
        let bytes = UnsafeBufferPointer(rebasing: raw.bindMemory(to: UInt8.self)[span.start..<span.end])
        return String(copying: UTF8Span(unchecked: bytes.span, isKnownASCII: span.isASCII))
    }

    /// The UTF-8 of a string that `scanString` has checked.
    func makeBytes(_ span: JSONStringSpan) -> [UInt8] {
        guard span.hasEscapes else { return Array(raw[span.start..<span.end]) }
        return Array(unsafeUninitializedCapacity: span.end &- span.start) { buffer, count in
            count = unescape(span, into: .init(buffer))
        }
    }

    /// Copies a checked string without its escapes and returns how many bytes it has written. The output must have room
    /// for the whole span.
    func unescape(_ span: JSONStringSpan, into output: UnsafeMutableRawBufferPointer) -> Int {
        var (input, written) = unescapeBlocks(span, into: output)
        while true {
            let length = ByteRun.copyUnescaped(raw, from: input, to: span.end, into: output, at: written)
            written &+= length
            input &+= length
            guard input < span.end else { return written }
            unescapeOne(&input, into: output, at: &written)
        }
    }

    /// Unescapes the span's start block by block and returns how far it has come, in the span and in the output. Less
    /// than two blocks are left: the room for copying what lies between two escape sequences by whole steps.
    private func unescapeBlocks(
        _ span: JSONStringSpan,
        into output: UnsafeMutableRawBufferPointer
    ) -> (input: Int, written: Int) {
        var input = span.start
        // How far ahead of its place in the output a byte stands.
        var lead = span.start
        while input &+ 2 &* StringBlock.width <= span.end {
            var escapes = StringBlock.escapes(raw, from: input)
            let blockEnd = input &+ StringBlock.width
            let endsInEscape = escapes >> 63 != 0
            var runStart = input
            while escapes != 0 {
                let backslash = input &+ escapes.trailingZeroBitCount
                escapes &= escapes &- 1
                ByteRun.copySteps(raw, runStart, to: backslash, into: output, at: runStart &- lead)
                runStart = backslash &+ 1
                lead &+= 1
                // A code that is no letter stands for itself: the next run begins with it.
                guard raw[runStart] > ASCII.backslash else { continue }
                var (next, written) = (backslash, runStart &- lead)
                unescapeOne(&next, into: output, at: &written)
                runStart = next
                lead = next &- written
                escapes &= .max << UInt64(next &- input)
            }
            if runStart < blockEnd {
                ByteRun.copySteps(raw, runStart, to: blockEnd, into: output, at: runStart &- lead)
                // Not a sum of what was found: the next block can be loaded before this one is done.
                input = blockEnd
                continue
            }
            // A code behind the block must not be taken for the start of an escape sequence.
            if runStart == blockEnd, endsInEscape {
                output[runStart &- lead] = raw[runStart]
                runStart &+= 1
            }
            input = runStart
        }
        return (input, input &- lead)
    }

    /// Unescapes the sequence at `input` and moves both offsets past it.
    @inline(__always)
    private func unescapeOne(_ input: inout Int, into output: UnsafeMutableRawBufferPointer, at written: inout Int) {
        let code = raw[input &+ 1]
        input &+= 2
        if code == ASCII.lowerU {
            let scalar = unescapedScalar(digits: &input)
            written &+= encode(scalar, into: output, at: written)
        } else {
            output[written] = ASCII.unescaped(code)
            written &+= 1
        }
    }

    /// The scalar whose hexadecimal digits start at `offset`, which is moved past it; a surrogate pair is one scalar.
    private func unescapedScalar(digits offset: inout Int) -> UInt32 {
        let unit = codeUnit(at: offset)
        offset &+= 4
        guard unit & 0xFC00 == 0xD800 else { return unit }
        let low = codeUnit(at: offset &+ 2)
        offset &+= 6
        return 0x1_0000 &+ ((unit & 0x3FF) << 10 | low & 0x3FF)
    }

    private func codeUnit(at offset: Int) -> UInt32 {
        var unit: UInt32 = 0
        for index in 0..<4 { unit = unit << 4 | (ASCII.hexValue(raw[offset &+ index]) ?? 0) }
        return unit
    }

    /// Writes a scalar as UTF-8 (RFC 3629 §3) and returns its length.
    private func encode(_ scalar: UInt32, into output: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        let length = scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4
        guard length > 1 else {
            output[offset] = UInt8(truncatingIfNeeded: scalar)
            return 1
        }
        for index in 1..<length {
            let shift = UInt32(length &- 1 &- index) &* 6
            output[offset &+ index] = 0x80 | UInt8(truncatingIfNeeded: scalar >> shift) & 0x3F
        }
        let leadMark = UInt8(truncatingIfNeeded: 0xF00 >> length)
        output[offset] = leadMark | UInt8(truncatingIfNeeded: scalar >> (UInt32(length &- 1) &* 6))
        return length
    }
}
