/// Where a string's content lies between its quotes.
struct JSONStringSpan {
    /// The offset of the content's first byte.
    let start: Int
    /// The offset behind the content's last byte: a string's closing quote is there.
    let end: Int
    /// Whether there is an escape sequence in the content.
    let hasEscapes: Bool
    /// Whether none of its bytes is above 0x7F; its escapes may stand for any character.
    let isASCII: Bool
}

extension JSONScanner {
    /// Reads a string (RFC 8259 §7) whose opening quote has been seen: checks control characters, escapes, surrogate
    /// pairs and UTF-8, so that what lies in the span can be copied and unescaped without a further check.
    @inline(__always)
    mutating func scanString() throws(JSONError) -> JSONStringSpan {
        let start = position &+ 1
        let end = ByteRun.endOfPlain(raw, from: start, to: end)
        guard end < self.end, raw[end] == ASCII.quote else { return try scanContent(from: start, checkedTo: end) }
        position = end &+ 1
        return JSONStringSpan(start: start, end: end, hasEscapes: false, isASCII: true)
    }

    /// Reads the rest of a string whose content from `start` to `checkedEnd` is plain. A run of content at a time, by
    /// blocks while there is room for one, and then what ended the run.
    @inline(never)
    private mutating func scanContent(from start: Int, checkedTo checkedEnd: Int) throws(JSONError) -> JSONStringSpan {
        position = checkedEnd
        // What was met of either, in whatever block: not zero when there was any.
        var escapes: UInt64 = 0
        var beyondASCII: UInt64 = 0
        while true {
            var offset = position
            let (raw, end) = (raw, end)
            while offset &+ StringBlock.width <= end {
                let block = StringBlock.check(raw, from: offset)
                if block.stops == 0 {
                    escapes |= block.escapes
                    beyondASCII |= block.beyondASCII
                    // Not a sum of what was found: the next block can be loaded before this one is done.
                    offset &+= StringBlock.width
                } else {
                    let length = block.stops.trailingZeroBitCount
                    // What stands behind a closing quote is not the string's.
                    let content = (1 &<< UInt64(length)) &- 1
                    escapes |= block.escapes & content
                    beyondASCII |= block.beyondASCII & content
                    offset &+= length
                    guard length >= StringBlock.width &- StringBlock.longestCut else { break }
                }
            }
            position = offset
            if position &+ StringBlock.width > end { position = ByteRun.endOfPlain(raw, from: position, to: end) }
            guard position < end else { throw JSONError(.unexpectedEnd, at: end) }
            switch raw[position] {
            case ASCII.quote:
                let end = position
                position &+= 1
                return JSONStringSpan(start: start, end: end, hasEscapes: escapes != 0, isASCII: beyondASCII == 0)
            case ASCII.backslash:
                escapes = 1
                repeat { try scanEscape() } while position < end && raw[position] == ASCII.backslash
            case 0x80...:
                beyondASCII = 1
                try scanBeyondASCII()
            case 0..<ASCII.space: throw JSONError(.controlCharacter, at: position)
            default: break
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

    /// Reads a run of characters outside ASCII (RFC 3629 §4).
    private mutating func scanBeyondASCII() throws(JSONError) {
        while position < end, raw[position] >= 0x80 {
            guard let lead = UTF8Lead(raw[position]) else { throw JSONError(.invalidUTF8, at: position) }
            for index in 1...lead.continuations {
                let offset = position &+ index
                guard offset < end else { throw JSONError(.unexpectedEnd, at: end) }
                let isValid = index == 1 ? lead.second.contains(raw[offset]) : raw[offset] & 0xC0 == 0x80
                guard isValid else { throw JSONError(.invalidUTF8, at: position) }
            }
            position &+= lead.continuations &+ 1
        }
    }
}

extension JSONScanner {
    /// Whether `raw` is UTF-8 from end to end.
    static func isUTF8(_ raw: UnsafeRawBufferPointer) -> Bool {
        var scanner = JSONScanner(raw, position: 0, end: raw.count, limits: .default)
        while scanner.position < raw.count {
            while scanner.position &+ StringBlock.width <= raw.count {
                let length = StringBlock.checkUTF8(raw, from: scanner.position).trailingZeroBitCount
                scanner.position &+= length
                guard length >= StringBlock.width &- StringBlock.longestCut else { break }
            }
            while scanner.position < raw.count, raw[scanner.position] < 0x80 { scanner.position &+= 1 }
            do throws(JSONError) { try scanner.scanBeyondASCII() } catch { return false }
        }
        return true
    }
}
