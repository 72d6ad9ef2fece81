/// The tags that are read: those of the core schema's scalars.
enum YAMLTag {
    case string
    case int
    case float
    case bool
    case null

    init?(shorthand: String) {
        switch shorthand {
        case "!!str": self = .string
        case "!!int": self = .int
        case "!!float": self = .float
        case "!!bool": self = .bool
        case "!!null": self = .null
        default: return nil
        }
    }
}

/// What may stand before a node: an anchor, a tag (YAML 1.2.2 §6.9).
struct YAMLProperties {
    var anchor: String?
    var tag: YAMLTag?
    /// Where they start.
    let mark: YAMLMark
}

extension YAMLScanner {
    /// Reads the anchor and the tag that stand at the position, in any order, and the blanks after them; `nil` when
    /// there are none.
    mutating func scanProperties() throws(YAMLError) -> YAMLProperties? {
        guard peek() == UInt8(ascii: "&") || peek() == UInt8(ascii: "!") else { return nil }
        var properties = YAMLProperties(mark: mark())
        while true {
            switch peek() {
            case UInt8(ascii: "&"):
                guard properties.anchor == nil else { throw error("a node has one anchor") }
                properties.anchor = try scanAnchorName()
            case UInt8(ascii: "!"):
                guard properties.tag == nil else { throw error("a node has one tag") }
                properties.tag = try scanTag()
            default: return properties
            }
            skipBlanks()
        }
    }

    /// Reads `&name` or `*name`.
    mutating func scanAnchorName() throws(YAMLError) -> String {
        let start = mark()
        let name = scanWord().dropFirst()
        guard !name.isEmpty, name.allSatisfy(isAnchorCharacter) else {
            throw YAMLError("the name of an anchor has letters, digits, '-', '_' and '.'", at: start)
        }
        return String(decoding: name, as: UTF8.self)
    }

    private mutating func scanTag() throws(YAMLError) -> YAMLTag {
        let start = mark()
        guard let tag = YAMLTag(shorthand: String(decoding: scanWord(), as: UTF8.self)) else {
            let message = "of tags only !!str, !!int, !!float, !!bool and !!null are read; quote a '!' that is text"
            throw YAMLError(message, at: start)
        }
        return tag
    }

    private func isAnchorCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), 0x80...:
            true
        default: false
        }
    }

    private mutating func scanWord() -> ArraySlice<UInt8> {
        let start = position
        while !isBlank(peek()), !isFlowIndicator(peek()) { position += 1 }
        return text[start..<position]
    }
}
