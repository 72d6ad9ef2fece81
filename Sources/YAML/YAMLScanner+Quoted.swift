extension YAMLScanner {
    /// Reads a single-quoted scalar (YAML 1.2.2 §7.3.2).
    mutating func scanSingleQuoted() throws(YAMLError) -> YAMLScalar {
        let (mark, firstLine) = (mark(), line)
        var content: [UInt8] = []
        position += 1
        while true {
            switch peek() {
            case 0: throw YAMLError("this quote is never closed", at: mark)
            case UInt8(ascii: "\n"): try scanFold(into: &content, keeping: 0)
            case UInt8(ascii: "'"):
                position += 1
                guard peek() == UInt8(ascii: "'") else {
                    return YAMLScalar(text: content, isPlain: false, isOnOneLine: line == firstLine, mark: mark)
                }
                content.append(UInt8(ascii: "'"))
                position += 1
            case let byte:
                content.append(byte)
                position += 1
            }
        }
    }

    /// Reads a double-quoted scalar (YAML 1.2.2 §7.3.1).
    mutating func scanDoubleQuoted() throws(YAMLError) -> YAMLScalar {
        let (mark, firstLine) = (mark(), line)
        var content: [UInt8] = []
        // White space up to here was written as an escape, and is not dropped at a line's end.
        var kept = 0
        position += 1
        while true {
            switch peek() {
            case 0: throw YAMLError("this quote is never closed", at: mark)
            case UInt8(ascii: "\n"): try scanFold(into: &content, keeping: kept)
            case UInt8(ascii: "\""):
                position += 1
                return YAMLScalar(text: content, isPlain: false, isOnOneLine: line == firstLine, mark: mark)
            case UInt8(ascii: "\\"):
                try scanEscape(into: &content)
                kept = content.count
            case let byte:
                content.append(byte)
                position += 1
            }
        }
    }

    /// At a line's end in a quoted scalar: drops the blanks before it and after it, and writes what it means.
    private mutating func scanFold(into content: inout [UInt8], keeping kept: Int) throws(YAMLError) {
        while content.count > kept, let last = content.last, isBlank(last), last != UInt8(ascii: "\n") {
            content.removeLast()
        }
        appendFold(of: try skipLines(), to: &content)
    }

    /// Skips a line's end, empty lines, and the next line's indentation; returns how many lines have ended.
    private mutating func skipLines() throws(YAMLError) -> Int {
        var breaks = 0
        while peek() == UInt8(ascii: "\n") {
            startNextLine()
            breaks += 1
            guard !isAtDocumentMarker else { throw error("a quote is not closed before this document marker") }
            skipBlanks()
        }
        return breaks
    }

    /// Reads an escape sequence (YAML 1.2.2 §5.7).
    private mutating func scanEscape(into content: inout [UInt8]) throws(YAMLError) {
        let start = mark()
        let code = peek(1)
        position += 2
        switch code {
        case UInt8(ascii: "\n"):
            position -= 1
            let breaks = try skipLines()
            content += repeatElement(UInt8(ascii: "\n"), count: breaks - 1)
        case UInt8(ascii: "x"): append(try scanHex(2, from: start), to: &content)
        case UInt8(ascii: "u"): append(try scanUnicode(from: start), to: &content)
        case UInt8(ascii: "U"): append(try scanHex(8, from: start), to: &content)
        default:
            guard let scalar = Self.simpleEscapes[code] else {
                throw YAMLError("this is no escape sequence", at: start)
            }
            append(scalar, to: &content)
        }
    }

    private func append(_ scalar: Unicode.Scalar, to content: inout [UInt8]) {
        content += Array(String(scalar).utf8)
    }

    /// Reads the digits of `\u`; JSON's surrogate pairs are one character (YAML 1.2.2 §10.2 takes in all of JSON).
    private mutating func scanUnicode(from start: YAMLMark) throws(YAMLError) -> Unicode.Scalar {
        let unit = try scanDigits(4, from: start)
        guard unit & 0xFC00 == 0xD800, isAt("\\u") else { return try scalar(unit, from: start) }
        position += 2
        let low = try scanDigits(4, from: start)
        guard low & 0xFC00 == 0xDC00 else { return try scalar(unit, from: start) }
        return try scalar(0x1_0000 + (unit & 0x3FF) << 10 + low & 0x3FF, from: start)
    }

    private mutating func scanHex(_ count: Int, from start: YAMLMark) throws(YAMLError) -> Unicode.Scalar {
        try scalar(try scanDigits(count, from: start), from: start)
    }

    private mutating func scanDigits(_ count: Int, from start: YAMLMark) throws(YAMLError) -> UInt64 {
        var value: UInt64 = 0
        for _ in 0..<count {
            let digit = YAMLNumber.digit(peek())
            guard digit < 16 else { throw YAMLError("this escape sequence needs \(count) digits", at: start) }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    private func scalar(_ value: UInt64, from start: YAMLMark) throws(YAMLError) -> Unicode.Scalar {
        guard let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init) else {
            throw YAMLError("this escape sequence is no character", at: start)
        }
        return scalar
    }

    private static let simpleEscapes: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "0"): "\u{0}", UInt8(ascii: "a"): "\u{7}", UInt8(ascii: "b"): "\u{8}",
        UInt8(ascii: "t"): "\t", UInt8(ascii: "\t"): "\t", UInt8(ascii: "n"): "\n", UInt8(ascii: "v"): "\u{B}",
        UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "r"): "\r", UInt8(ascii: "e"): "\u{1B}", UInt8(ascii: " "): " ",
        UInt8(ascii: "\""): "\"", UInt8(ascii: "/"): "/", UInt8(ascii: "\\"): "\\", UInt8(ascii: "N"): "\u{85}",
        UInt8(ascii: "_"): "\u{A0}", UInt8(ascii: "L"): "\u{2028}", UInt8(ascii: "P"): "\u{2029}",
    ]
}
