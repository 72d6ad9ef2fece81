/// What the line of a literal's `|` or a folded scalar's `>` says (YAML 1.2.2 §8.1.1).
private struct BlockScalarHeader {
    /// What becomes of the line ends at the end.
    enum Chomping {
        case strip
        case clip
        case keep
    }

    let isFolded: Bool
    var chomping = Chomping.clip
    /// How much deeper than its parent the text is indented; `nil` to take it from the first line.
    var indentation: Int?
}

extension YAMLScanner {
    /// Reads a literal or a folded scalar (YAML 1.2.2 §8.1), up to the start of the first line after it.
    ///
    /// - Parameter parent: the indentation of the map or list it stands in; -1 for the document.
    mutating func scanBlockScalar(parent: Int) throws(YAMLError) -> YAMLScalar {
        let mark = mark()
        let header = try scanBlockScalarHeader()
        let indentation: Int
        if let stated = header.indentation {
            indentation = max(parent, 0) + stated
        } else {
            indentation = try findIndentation(above: parent)
        }
        var content: [UInt8] = []
        var breaks = skipEmptyLines(indentation)
        var lastBreak = false
        while isInBlockScalar(indentation) {
            content += repeatElement(UInt8(ascii: "\n"), count: breaks)
            let isIndentedMore = isBlank(peek())
            let start = position
            while !isAtEnd, peek() != UInt8(ascii: "\n") { position += 1 }
            content += text[start..<position]
            lastBreak = !isAtEnd
            if lastBreak { startNextLine() }
            breaks = skipEmptyLines(indentation)
            guard isInBlockScalar(indentation) else { break }
            if header.isFolded, !isIndentedMore, !isBlank(peek()) {
                if breaks == 0 { content.append(UInt8(ascii: " ")) }
            } else {
                content.append(UInt8(ascii: "\n"))
            }
        }
        if lastBreak, header.chomping != .strip { content.append(UInt8(ascii: "\n")) }
        if header.chomping == .keep { content += repeatElement(UInt8(ascii: "\n"), count: breaks) }
        if !isAtEnd { position = lineStart }
        return YAMLScalar(text: content, isPlain: false, isOnOneLine: false, mark: mark)
    }

    private mutating func scanBlockScalarHeader() throws(YAMLError) -> BlockScalarHeader {
        var header = BlockScalarHeader(isFolded: peek() == UInt8(ascii: ">"))
        position += 1
        for _ in 0..<2 {
            switch peek() {
            case UInt8(ascii: "+") where header.chomping == .clip: header.chomping = .keep
            case UInt8(ascii: "-") where header.chomping == .clip: header.chomping = .strip
            case UInt8(ascii: "1")...UInt8(ascii: "9") where header.indentation == nil:
                header.indentation = Int(peek() - UInt8(ascii: "0"))
            default: continue
            }
            position += 1
        }
        guard isBlank(peek()) else {
            throw error("after '|' or '>' can come '+' or '-', and a digit from 1 to 9; quote it if it is text")
        }
        try skipToLineEnd()
        if !isAtEnd { startNextLine() }
        return header
    }

    /// The indentation of the first line that is not empty; one more than the parent's when there is none.
    private mutating func findIndentation(above parent: Int) throws(YAMLError) -> Int {
        var deepestEmptyLine = 0
        var offset = position
        while offset < text.count {
            let start = offset
            while offset < text.count, text[offset] == UInt8(ascii: " ") { offset += 1 }
            let indentation = offset - start
            guard offset == text.count || text[offset] == UInt8(ascii: "\n") else {
                guard indentation > parent else { break }
                guard deepestEmptyLine <= indentation else {
                    throw error("an empty line before this text is indented more than the text")
                }
                return indentation
            }
            deepestEmptyLine = max(deepestEmptyLine, indentation)
            offset += 1
        }
        return max(parent + 1, deepestEmptyLine)
    }

    /// Skips lines of nothing but up to `indentation` spaces, and the next line's indentation; returns how many.
    private mutating func skipEmptyLines(_ indentation: Int) -> Int {
        var count = 0
        while true {
            while column < indentation, peek() == UInt8(ascii: " ") { position += 1 }
            guard peek() == UInt8(ascii: "\n") else { return count }
            startNextLine()
            count += 1
        }
    }

    private func isInBlockScalar(_ indentation: Int) -> Bool {
        column == indentation && !isAtEnd && !isAtDocumentMarker
    }
}
