/// What precedes a block node, and so what it may be.
enum BlockPlace {
    /// The file's start.
    case document
    /// `---`
    case afterDocumentStart
    /// `key:`
    case afterKey
    /// `- `
    case afterDash
}

/// What is known of a block node when its content comes next.
private struct BlockStart {
    /// The indentation of the list or map it stands in; -1 for the document.
    let parent: Int
    /// The node count before it.
    let countedFrom: Int
    /// The node's properties, when a line's end follows them.
    var outer: YAMLProperties?
    /// Properties on the content's line: a map's first key's, if the content is a map, else the node's.
    var inner: YAMLProperties?
    /// Where that line's part of the content starts, properties included: the indentation of a list or map here.
    var column: Int
    /// Whether a list or a map may start here.
    var canBeCollection: Bool
    /// Whether there is any content.
    var hasContent = true
}

extension YAMLParser {
    /// Reads the node that stands here in a list or a map, or the null where none does.
    ///
    /// - Parameter parent: the indentation of that list or map; -1 for the document.
    mutating func parseBlockNode(parent: Int, place: BlockPlace) throws(YAMLError) -> YAMLNode {
        let mark = scanner.mark()
        let start = try parseBlockStart(parent: parent, place: place)
        guard start.hasContent else {
            let empty = YAMLScalar(text: [], isPlain: true, isOnOneLine: true, mark: mark)
            return try makeScalarNode(empty, start.outer, countedFrom: start.countedFrom)
        }
        switch scanner.peek() {
        case UInt8(ascii: "-") where scanner.isAtIndicator(UInt8(ascii: "-")):
            guard start.canBeCollection, start.inner == nil else {
                throw scanner.error("a list cannot start here; put it on a line of its own")
            }
            let list = try parseBlockSequence(column: start.column)
            return try finishCollection(list, start.outer, countedFrom: start.countedFrom)
        case UInt8(ascii: "?") where scanner.isAtIndicator(UInt8(ascii: "?")):
            throw scanner.error("'? ' and keys that are lists, maps or aliases are not read")
        case UInt8(ascii: ":") where scanner.isAtIndicator(UInt8(ascii: ":")):
            throw scanner.error("a key is missing before this ':'")
        case UInt8(ascii: "|"), UInt8(ascii: ">"):
            let scalar = try scanner.scanBlockScalar(parent: parent)
            return try makeScalarNode(scalar, try properties(of: start), countedFrom: start.countedFrom)
        case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "*"):
            let node = try parseFlowNode(try properties(of: start), countedFrom: start.countedFrom)
            try scanner.skipToLineEnd()
            return node
        default: return try parseBlockScalarOrMap(start)
        }
    }

    /// Reads what precedes a block node's content: white space, comments, properties.
    private mutating func parseBlockStart(parent: Int, place: BlockPlace) throws(YAMLError) -> BlockStart {
        let countedFrom = nodeCount
        try count()
        var separation = try scanner.skipToContent()
        var start = BlockStart(
            parent: parent,
            countedFrom: countedFrom,
            column: scanner.column,
            canBeCollection: separation.isFirstOnLine || (place == .afterDash && !separation.hasTab)
        )
        start.hasContent = isContentHere(separation, parent: parent, place: place)
        guard start.hasContent, let properties = try scanner.scanProperties() else { return start }
        start.inner = properties
        separation = try scanner.skipToContent()
        guard separation.isFirstOnLine || scanner.isAtEnd else { return start }
        start.outer = properties
        start.column = scanner.column
        start.canBeCollection = true
        start.hasContent = isContentHere(separation, parent: parent, place: place)
        guard start.hasContent, let inner = try scanner.scanProperties() else {
            start.inner = nil
            return start
        }
        start.inner = inner
        let hasLineEnded = try scanner.skipToContent().isFirstOnLine || scanner.isAtEnd
        guard !hasLineEnded else { throw YAMLError("a node has one anchor and one tag", at: inner.mark) }
        return start
    }

    /// Whether what comes next belongs to the node after `place`, and not to what is around it.
    private func isContentHere(_ separation: YAMLScanner.Separation, parent: Int, place: BlockPlace) -> Bool {
        guard !scanner.isAtEnd, !scanner.isAtDocumentMarker else { return false }
        guard separation.isFirstOnLine else { return true }
        // A list may stand as far left as the key it belongs to (YAML 1.2.2 §8.2.3).
        let isListOfKey = place == .afterKey && scanner.isAtIndicator(UInt8(ascii: "-"))
        return scanner.column > parent || (isListOfKey && scanner.column == parent)
    }

    /// The properties of a node that is no map.
    private mutating func properties(of start: BlockStart) throws(YAMLError) -> YAMLProperties? {
        guard let inner = start.inner else { return start.outer }
        guard start.outer == nil else { throw YAMLError("a node has one anchor and one tag", at: inner.mark) }
        return inner
    }

    /// Reads a scalar, or the map whose first key it is.
    private mutating func parseBlockScalarOrMap(_ start: BlockStart) throws(YAMLError) -> YAMLNode {
        let scalar = try scanner.scanScalar(parent: start.parent, inFlow: false)
        scanner.skipBlanks()
        guard scanner.isAtIndicator(UInt8(ascii: ":")), start.canBeCollection else {
            try scanner.skipToLineEnd()
            return try makeScalarNode(scalar, try properties(of: start), countedFrom: start.countedFrom)
        }
        let map = try parseBlockMap(column: start.column, firstKey: scalar, start.inner)
        return try finishCollection(map, start.outer, countedFrom: start.countedFrom)
    }

    /// Reads a list whose dashes stand at `column`.
    private mutating func parseBlockSequence(column: Int) throws(YAMLError) -> YAMLNode {
        let mark = scanner.mark()
        var nodes: [YAMLNode] = []
        try enter()
        repeat {
            scanner.position += 1
            nodes.append(try parseBlockNode(parent: column, place: .afterDash))
        } while try isSiblingNext(column: column) && scanner.isAtIndicator(UInt8(ascii: "-"))
        depth -= 1
        return YAMLNode(.sequence(nodes), at: mark)
    }

    /// Reads a map whose keys stand at `column`, from the first key's colon.
    private mutating func parseBlockMap(
        column: Int,
        firstKey: YAMLScalar,
        _ firstProperties: YAMLProperties?
    ) throws(YAMLError) -> YAMLNode {
        var builder = YAMLMapBuilder()
        var key = try checkKey(firstKey, firstProperties)
        try enter()
        while true {
            scanner.position += 1
            try builder.add(key, try parseBlockNode(parent: column, place: .afterKey))
            guard try isSiblingNext(column: column) else { break }
            key = try parseBlockKey(column: column)
        }
        depth -= 1
        return YAMLNode(builder.content(), at: firstProperties?.mark ?? firstKey.mark)
    }

    /// Whether the next content stands at `column`; `false` when it stands further left or there is none.
    private mutating func isSiblingNext(column: Int) throws(YAMLError) -> Bool {
        try scanner.skipToContent()
        guard !scanner.isAtEnd, !scanner.isAtDocumentMarker, scanner.column >= column else { return false }
        guard scanner.column == column else {
            throw scanner.error("this line belongs to nothing above it; look at its indentation")
        }
        return true
    }

    /// Reads a key of a map up to its colon.
    private mutating func parseBlockKey(column: Int) throws(YAMLError) -> YAMLScalar {
        let properties = try scanner.scanProperties()
        switch scanner.peek() {
        case UInt8(ascii: "-") where scanner.isAtIndicator(UInt8(ascii: "-")):
            throw scanner.error("this is a list's item where a map's key should stand")
        case UInt8(ascii: ":") where scanner.isAtIndicator(UInt8(ascii: ":")):
            throw scanner.error("a key is missing before this ':'")
        case UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "*"):
            guard scanner.peek() == UInt8(ascii: "?"), !scanner.isAtIndicator(UInt8(ascii: "?")) else {
                throw scanner.error("'? ' and keys that are lists, maps or aliases are not read")
            }
        default: break
        }
        let key = try scanner.scanScalar(parent: column, inFlow: false)
        scanner.skipBlanks()
        guard scanner.isAtIndicator(UInt8(ascii: ":")) else {
            throw YAMLError("a map's key should stand here, with ': ' after it", at: key.mark)
        }
        return try checkKey(key, properties)
    }
}
