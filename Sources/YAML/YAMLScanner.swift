/// Walks a file's text character by character and knows lines, columns and indentation.
struct YAMLScanner {
    /// What was skipped before the next content.
    struct Separation {
        /// Whether nothing but indentation precedes the content on its line.
        let isFirstOnLine: Bool
        /// Whether there is a tab among it.
        let hasTab: Bool
    }

    /// The text, its lines ended by line feeds, without NUL.
    let text: [UInt8]
    var position = 0
    /// The current line, from 1.
    private(set) var line = 1
    /// Where the current line starts.
    private(set) var lineStart = 0

    /// Where the last content was found that only indentation precedes on its line.
    private var firstContent = 0

    /// The last place that a mark was asked for, so that marks along one line cost its length once.
    private var markedPosition = 0
    private var markedColumn = 1

    init(_ text: [UInt8]) { self.text = text }

    var isAtEnd: Bool { position == text.count }

    /// How many bytes precede the position on its line: its indentation, where nothing else precedes.
    var column: Int { position - lineStart }

    /// Whether the position is at the first column on `---` or `...` (YAML 1.2.2 §9.1.2).
    var isAtDocumentMarker: Bool {
        guard column == 0, isBlank(peek(3)) else { return false }
        return isAt("---") || isAt("...")
    }

    /// The byte at a distance from the position; 0 past the end.
    func peek(_ distance: Int = 0) -> UInt8 {
        position + distance < text.count ? text[position + distance] : 0
    }

    /// Whether the text goes on with `token`.
    func isAt(_ token: StaticString) -> Bool {
        for index in 0..<token.utf8CodeUnitCount where peek(index) != token.utf8Start[index] { return false }
        return true
    }

    /// Whether the position is on the indicator `byte`, which counts as one only before white space.
    func isAtIndicator(_ byte: UInt8) -> Bool { peek() == byte && isBlank(peek(1)) }

    /// Whether `byte` is white space, a line's end or the end.
    func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t") || byte == 0
    }

    /// Whether `byte` ends a plain scalar between brackets (YAML 1.2.2 §7.3.3).
    func isFlowIndicator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"): true
        default: false
        }
    }

    /// The place of the position.
    mutating func mark() -> YAMLMark {
        if markedPosition < lineStart || markedPosition > position {
            markedPosition = lineStart
            markedColumn = 1
        }
        markedColumn += text[markedPosition..<position].count(where: { $0 & 0xC0 != 0x80 })
        markedPosition = position
        return YAMLMark(line: line, column: markedColumn)
    }

    /// The error `message` at the position.
    mutating func error(_ message: String) -> YAMLError { YAMLError(message, at: mark()) }

    /// Moves from a line feed to the next line's start.
    mutating func startNextLine() {
        position += 1
        line += 1
        lineStart = position
    }

    mutating func skipBlanks() {
        while peek() == UInt8(ascii: " ") || peek() == UInt8(ascii: "\t") { position += 1 }
    }

    /// Skips white space, comments and line ends.
    ///
    /// - Throws: when the content is indented with a tab (YAML 1.2.2 §6.1).
    @discardableResult
    mutating func skipToContent() throws(YAMLError) -> Separation {
        var isFirstOnLine = column == 0 || position == firstContent
        while true {
            let start = position
            skipBlanks()
            skipComment()
            guard peek() == UInt8(ascii: "\n") else {
                let hasTab = text[start..<position].contains(UInt8(ascii: "\t"))
                if isFirstOnLine, hasTab, !isAtEnd {
                    position = start
                    throw error("a tab cannot indent; use spaces")
                }
                if isFirstOnLine { firstContent = position }
                return Separation(isFirstOnLine: isFirstOnLine, hasTab: hasTab)
            }
            startNextLine()
            isFirstOnLine = true
        }
    }

    /// Skips what may stand on a line after a value.
    ///
    /// - Throws: when something else does.
    mutating func skipToLineEnd() throws(YAMLError) {
        skipBlanks()
        skipComment()
        guard isAtEnd || peek() == UInt8(ascii: "\n") else {
            throw isAtIndicator(UInt8(ascii: ":"))
                ? error("a map cannot start here; put it on a line of its own, or quote a ':' that is text")
                : error("nothing can follow a value on its line but a comment")
        }
    }

    /// Skips a comment, which starts a line or follows white space (YAML 1.2.2 §6.6).
    private mutating func skipComment() {
        guard peek() == UInt8(ascii: "#"), column == 0 || isBlank(text[position - 1]) else { return }
        while !isAtEnd, peek() != UInt8(ascii: "\n") { position += 1 }
    }
}
