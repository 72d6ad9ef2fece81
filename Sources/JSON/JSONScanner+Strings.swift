/// Where a string's content lies between its quotes.
struct JSONStringSpan {
    let start: Int
    let end: Int
    let hasEscapes: Bool
}

extension JSONScanner {
    /// Reads a string (RFC 8259 §7) whose opening quote has been seen: checks control characters, escapes, surrogate
    /// pairs and UTF-8, so that what lies in the span can be copied and unescaped without a further check.
    mutating func scanString() throws(JSONError) -> JSONStringSpan {
        let start = position &+ 1
        var hasEscapes = false
        position = start
        while true {
            position = ByteRun.endOfPlain(raw, from: position, to: end)
            guard position < end else { throw JSONError(.unexpectedEnd, at: end) }
            let byte = raw[position]
            if byte == ASCII.quote {
                let span = JSONStringSpan(start: start, end: position, hasEscapes: hasEscapes)
                position &+= 1
                return span
            } else if byte == ASCII.backslash {
                hasEscapes = true
                try scanEscape()
            } else if byte >= 0x80 {
                try scanBeyondASCII()
            } else {
                throw JSONError(.controlCharacter, at: position)
            }
        }
    }

    /// Reads one escape sequence, a surrogate pair as one.
    @inline(__always)
    private mutating func scanEscape() throws(JSONError) {
        guard position &+ 1 < end else { throw JSONError(.unexpectedEnd, at: end) }
        guard !ASCII.isSimpleEscape(raw[position &+ 1]) else {
            position &+= 2
            return
        }
        let start = position
        let unit = try scanUnicodeEscape(sequenceStart: start)
        guard unit & 0xF800 == 0xD800 else { return }
        guard unit < 0xDC00 else { throw JSONError(.invalidEscape, at: start) }
        let low = try scanUnicodeEscape(sequenceStart: start)
        guard low & 0xFC00 == 0xDC00 else { throw JSONError(.invalidEscape, at: start) }
    }

    /// Reads `\uXXXX` and returns the UTF-16 code unit.
    private mutating func scanUnicodeEscape(sequenceStart: Int) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for index in 0..<6 {
            guard position < end else { throw JSONError(.unexpectedEnd, at: end) }
            let byte = raw[position]
            switch index {
            case 0: guard byte == ASCII.backslash else { throw JSONError(.invalidEscape, at: sequenceStart) }
            case 1: guard byte == ASCII.lowerU else { throw JSONError(.invalidEscape, at: sequenceStart) }
            default:
                guard let digit = ASCII.hexValue(byte) else { throw JSONError(.invalidEscape, at: sequenceStart) }
                unit = unit << 4 | digit
            }
            position &+= 1
        }
        return unit
    }

    /// Reads a run of characters outside ASCII: RFC 3629 §4, which excludes overlong forms, surrogates and everything
    /// above U+10FFFF.
    private mutating func scanBeyondASCII() throws(JSONError) {
        while position < end {
            let lead = raw[position]
            switch lead {
            case 0..<0x80: return
            case 0xC2...0xDF: try scanContinuations(1, second: 0x80...0xBF)
            case 0xE0: try scanContinuations(2, second: 0xA0...0xBF)
            case 0xED: try scanContinuations(2, second: 0x80...0x9F)
            case 0xE1...0xEF: try scanContinuations(2, second: 0x80...0xBF)
            case 0xF0: try scanContinuations(3, second: 0x90...0xBF)
            case 0xF1...0xF3: try scanContinuations(3, second: 0x80...0xBF)
            case 0xF4: try scanContinuations(3, second: 0x80...0x8F)
            default: throw JSONError(.invalidUTF8, at: position)
            }
        }
    }

    /// Reads a lead byte and its `count` continuation bytes, the first of them within `second`.
    @inline(__always)
    private mutating func scanContinuations(_ count: Int, second: ClosedRange<UInt8>) throws(JSONError) {
        for index in 1...count {
            let offset = position &+ index
            guard offset < end else { throw JSONError(.unexpectedEnd, at: end) }
            let isValid = index == 1 ? second.contains(raw[offset]) : raw[offset] & 0xC0 == 0x80
            guard isValid else { throw JSONError(.invalidUTF8, at: position) }
        }
        position &+= count &+ 1
    }
}

extension JSONScanner {
    /// Whether `raw` is UTF-8 from end to end.
    static func isUTF8(_ raw: UnsafeRawBufferPointer) -> Bool {
        var scanner = JSONScanner(raw, position: 0, end: raw.count, limits: .default)
        while true {
            while scanner.position < raw.count, raw[scanner.position] < 0x80 { scanner.position &+= 1 }
            guard scanner.position < raw.count else { return true }
            do throws(JSONError) { try scanner.scanBeyondASCII() } catch { return false }
        }
    }
}
