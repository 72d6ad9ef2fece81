extension YAMLScanner {
    /// Reads a scalar that is plain or quoted.
    ///
    /// - Parameters:
    ///   - parent: the indentation that lines after the first must exceed, outside brackets.
    ///   - inFlow: whether it stands between brackets or braces.
    mutating func scanScalar(parent: Int, inFlow: Bool) throws(YAMLError) -> YAMLScalar {
        switch peek() {
        case UInt8(ascii: "\""): return try scanDoubleQuoted()
        case UInt8(ascii: "'"): return try scanSingleQuoted()
        default: return try scanPlain(parent: parent, inFlow: inFlow)
        }
    }

    /// Reads a plain scalar (YAML 1.2.2 §7.3.3), which a comment, `: ` or less indentation ends.
    private mutating func scanPlain(parent: Int, inFlow: Bool) throws(YAMLError) -> YAMLScalar {
        try checkPlainStart(inFlow: inFlow)
        let mark = mark()
        let firstLine = line
        var content: [UInt8] = []
        var breaks = 0
        repeat {
            appendFold(of: breaks, to: &content)
            content += scanPlainLine(inFlow: inFlow)
            breaks = skipToPlainContinuation(parent: parent, inFlow: inFlow)
        } while breaks > 0
        return YAMLScalar(text: content, isPlain: true, isOnOneLine: line == firstLine, mark: mark)
    }

    /// Refuses a character that YAML gives another meaning at a value's start.
    private mutating func checkPlainStart(inFlow: Bool) throws(YAMLError) {
        switch peek() {
        case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
            guard isBlank(peek(1)) || (inFlow && isFlowIndicator(peek(1))) else { return }
        case UInt8(ascii: "%") where column == 0:
            throw error("directives are not read")
        case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
            UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"), UInt8(ascii: "|"),
            UInt8(ascii: ">"), UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"):
            break
        default: return
        }
        throw error("a value cannot start with this character; quote it if it is text")
    }

    /// Reads the rest of a line as far as it belongs to a plain scalar; returns it without the blanks at its end.
    private mutating func scanPlainLine(inFlow: Bool) -> ArraySlice<UInt8> {
        let start = position
        var end = position
        while !isAtEnd, peek() != UInt8(ascii: "\n") {
            let byte = peek()
            if byte == UInt8(ascii: ":"), isBlank(peek(1)) || (inFlow && isFlowIndicator(peek(1))) { break }
            if byte == UInt8(ascii: "#"), position > start, isBlank(text[position - 1]) { break }
            if inFlow, isFlowIndicator(byte) { break }
            position += 1
            if !isBlank(byte) { end = position }
        }
        return text[start..<end]
    }

    /// At a line's end: moves to where the plain scalar goes on, and returns how many lines have ended; stays and
    /// returns 0 when it does not go on.
    private mutating func skipToPlainContinuation(parent: Int, inFlow: Bool) -> Int {
        guard peek() == UInt8(ascii: "\n") else { return 0 }
        let saved = self
        var breaks = 0
        while peek() == UInt8(ascii: "\n") {
            startNextLine()
            breaks += 1
            skipBlanks()
        }
        let isValue = isAtIndicator(UInt8(ascii: ":"))
        let isIndented = inFlow || column > parent
        let hasTab = text[lineStart..<position].contains(UInt8(ascii: "\t"))
        if !isAtEnd, isIndented, !isValue, !hasTab, !isAtDocumentMarker, peek() != UInt8(ascii: "#"),
            !(inFlow && isFlowIndicator(peek()))
        {
            return breaks
        }
        self = saved
        return 0
    }

    /// Writes what `breaks` ended lines mean inside a scalar: one is a space, more are so many line feeds less one
    /// (YAML 1.2.2 §6.5).
    func appendFold(of breaks: Int, to content: inout [UInt8]) {
        if breaks == 1 { content.append(UInt8(ascii: " ")) }
        if breaks > 1 { content += repeatElement(UInt8(ascii: "\n"), count: breaks - 1) }
    }
}
