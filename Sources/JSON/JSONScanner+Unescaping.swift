extension JSONScanner {
    /// The text of a string that `scanString` has checked.
    func makeString(_ span: JSONStringSpan) -> String {
        guard span.hasEscapes else {
            return String(decoding: UnsafeRawBufferPointer(rebasing: raw[span.start..<span.end]), as: UTF8.self)
        }
        // No escape sequence is shorter than the UTF-8 it stands for.
        return String(unsafeUninitializedCapacity: span.end &- span.start) { unescape(span, into: .init($0)) }
    }

    /// The UTF-8 of a string that `scanString` has checked.
    func makeBytes(_ span: JSONStringSpan) -> [UInt8] {
        guard span.hasEscapes else { return Array(raw[span.start..<span.end]) }
        return Array(unsafeUninitializedCapacity: span.end &- span.start) { buffer, count in
            count = unescape(span, into: .init(buffer))
        }
    }

    /// Copies a checked string without its escapes, run by run, and returns how many bytes it has written.
    private func unescape(_ span: JSONStringSpan, into output: UnsafeMutableRawBufferPointer) -> Int {
        var input = span.start
        var written = 0
        while true {
            let length = ByteRun.copyUnescaped(raw, from: input, to: span.end, into: output, at: written)
            written &+= length
            input &+= length
            guard input < span.end else { return written }
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
