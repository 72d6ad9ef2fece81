extension JSONWriter {
    mutating func begin(_ opening: UInt8) {
        separate()
        bytes.append(opening)
        depth += 1
        needsComma = false
    }

    mutating func end(_ closing: UInt8) {
        depth -= 1
        if needsComma { startLine() }
        bytes.append(closing)
        needsComma = true
    }

    /// Writes what stands between the last thing written and the next one.
    mutating func separate() {
        guard !isAfterKey else {
            isAfterKey = false
            return
        }
        if needsComma { bytes.append(ASCII.comma) }
        if depth > 0 { startLine() }
    }

    /// Writes a number, a boolean or `null`.
    mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    /// Writes a string between quotes, escaped.
    mutating func appendQuoted(_ string: String) {
        let isWritten: Void? = string.utf8.withContiguousStorageIfAvailable { appendQuoted(UnsafeRawBufferPointer($0)) }
        if isWritten == nil { Array(string.utf8).withUnsafeBytes { appendQuoted($0) } }
    }

    /// Writes UTF-8 between quotes, escaped, run by run.
    mutating func appendQuoted(_ raw: UnsafeRawBufferPointer) {
        bytes.append(ASCII.quote)
        var offset = 0
        while true {
            let runEnd = ByteRun.endOfUnescaped(raw, from: offset, to: raw.count)
            if runEnd > offset { bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: raw[offset..<runEnd])) }
            guard runEnd < raw.count else { break }
            appendEscaped(raw[runEnd])
            offset = runEnd + 1
        }
        bytes.append(ASCII.quote)
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        bytes.append(ASCII.backslash)
        switch byte {
        case ASCII.backspace: bytes.append(ASCII.lowerB)
        case ASCII.tab: bytes.append(ASCII.lowerT)
        case ASCII.lineFeed: bytes.append(ASCII.lowerN)
        case ASCII.formFeed: bytes.append(ASCII.lowerF)
        case ASCII.carriageReturn: bytes.append(ASCII.lowerR)
        case ASCII.quote, ASCII.backslash: bytes.append(byte)
        default:
            let low = byte & 0x0F
            bytes.append(contentsOf: [ASCII.lowerU, ASCII.zero, ASCII.zero, ASCII.zero + byte >> 4])
            bytes.append(low < 10 ? ASCII.zero + low : 0x57 + low)
        }
    }

    private mutating func startLine() {
        guard let indent else { return }
        bytes.append(ASCII.lineFeed)
        bytes.append(contentsOf: repeatElement(ASCII.space, count: indent * depth))
    }
}
