extension YAMLParser {
    /// Reads a node between brackets or braces, or one that starts with them, or an alias.
    ///
    /// - Parameters:
    ///   - properties: those that have been read before it.
    ///   - start: the node count before it; it has been counted.
    mutating func parseFlowNode(
        _ properties: YAMLProperties?,
        countedFrom start: Int
    ) throws(YAMLError) -> YAMLNode {
        let node: YAMLNode
        switch scanner.peek() {
        case UInt8(ascii: "["): node = try finishCollection(try parseFlowSequence(), properties, countedFrom: start)
        case UInt8(ascii: "{"): node = try finishCollection(try parseFlowMap(), properties, countedFrom: start)
        case UInt8(ascii: "*"):
            if let properties { throw YAMLError("an alias has no anchor and no tag", at: properties.mark) }
            node = try parseAlias()
        default:
            return try makeScalarNode(try parseFlowScalar(), properties, countedFrom: start)
        }
        scanner.skipBlanks()
        guard !scanner.isAtIndicator(UInt8(ascii: ":")) else {
            throw scanner.error("'? ' and keys that are lists, maps or aliases are not read")
        }
        return node
    }

    /// Reads a scalar between brackets; the empty one before what ends an entry.
    private mutating func parseFlowScalar() throws(YAMLError) -> YAMLScalar {
        switch scanner.peek() {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"):
            return YAMLScalar(text: [], isPlain: true, isOnOneLine: true, mark: scanner.mark())
        case UInt8(ascii: "?") where scanner.isAtIndicator(UInt8(ascii: "?")):
            throw scanner.error("'? ' and keys that are lists, maps or aliases are not read")
        default: return try scanner.scanScalar(parent: -1, inFlow: true)
        }
    }

    private mutating func parseFlowSequence() throws(YAMLError) -> YAMLNode {
        let mark = scanner.mark()
        var nodes: [YAMLNode] = []
        try enter()
        scanner.position += 1
        while try !isFlowEndNext(UInt8(ascii: "]"), openedAt: mark) {
            nodes.append(try parseFlowItem())
            try skipFlowComma(before: UInt8(ascii: "]"), openedAt: mark)
        }
        depth -= 1
        return YAMLNode(.sequence(nodes), at: mark)
    }

    /// Reads an item of a list: a node, or the one pair of a map without braces (YAML 1.2.2 §7.4.1).
    private mutating func parseFlowItem() throws(YAMLError) -> YAMLNode {
        let start = nodeCount
        try count()
        let properties = try scanFlowProperties()
        switch scanner.peek() {
        case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "*"):
            return try parseFlowNode(properties, countedFrom: start)
        default:
            let scalar = try parseFlowScalar()
            guard isFlowColonNext(after: scalar) else {
                return try makeScalarNode(scalar, properties, countedFrom: start)
            }
            var builder = YAMLMapBuilder()
            try enter()
            try builder.add(try checkKey(scalar, properties), try parseFlowValue())
            depth -= 1
            return YAMLNode(builder.content(), at: properties?.mark ?? scalar.mark)
        }
    }

    private mutating func parseFlowMap() throws(YAMLError) -> YAMLNode {
        let mark = scanner.mark()
        var builder = YAMLMapBuilder()
        try enter()
        scanner.position += 1
        while try !isFlowEndNext(UInt8(ascii: "}"), openedAt: mark) {
            let properties = try scanFlowProperties()
            switch scanner.peek() {
            case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "*"):
                throw scanner.error("'? ' and keys that are lists, maps or aliases are not read")
            default:
                let key = try checkKey(try parseFlowScalar(), properties)
                try builder.add(key, isFlowColonNext(after: key) ? try parseFlowValue() : try makeFlowNull())
            }
            try skipFlowComma(before: UInt8(ascii: "}"), openedAt: mark)
        }
        depth -= 1
        return YAMLNode(builder.content(), at: mark)
    }

    /// Reads the colon and the value of a pair.
    private mutating func parseFlowValue() throws(YAMLError) -> YAMLNode {
        scanner.position += 1
        let start = nodeCount
        try count()
        try scanner.skipToContent()
        let properties = try scanFlowProperties()
        return try parseFlowNode(properties, countedFrom: start)
    }

    /// The value of a key that has none.
    private mutating func makeFlowNull() throws(YAMLError) -> YAMLNode {
        try count()
        return YAMLNode(.null, at: scanner.mark())
    }

    private mutating func scanFlowProperties() throws(YAMLError) -> YAMLProperties? {
        guard let properties = try scanner.scanProperties() else { return nil }
        try scanner.skipToContent()
        return properties
    }

    /// Whether a key has just been read: JSON's colons need no white space after a quoted key.
    private mutating func isFlowColonNext(after key: YAMLScalar) -> Bool {
        scanner.skipBlanks()
        guard scanner.peek() == UInt8(ascii: ":") else { return false }
        return !key.isPlain || scanner.isBlank(scanner.peek(1)) || scanner.isFlowIndicator(scanner.peek(1))
    }

    /// Whether the list or map ends here, which is then read.
    private mutating func isFlowEndNext(_ closing: UInt8, openedAt mark: YAMLMark) throws(YAMLError) -> Bool {
        try skipToFlowContent(openedAt: mark)
        switch scanner.peek() {
        case closing:
            scanner.position += 1
            return true
        case UInt8(ascii: ","): throw scanner.error("a value is missing before this ','")
        case UInt8(ascii: "]"), UInt8(ascii: "}"): throw scanner.error("this bracket does not close the one before it")
        case UInt8(ascii: ":") where scanner.isAtIndicator(UInt8(ascii: ":")):
            throw scanner.error("a key is missing before this ':'")
        default: return false
        }
    }

    /// Reads the comma after an entry, unless the list or map ends there.
    private mutating func skipFlowComma(before closing: UInt8, openedAt mark: YAMLMark) throws(YAMLError) {
        try skipToFlowContent(openedAt: mark)
        if scanner.peek() == UInt8(ascii: ",") {
            scanner.position += 1
        } else if scanner.peek() != closing {
            throw scanner.error("a ',' or the closing bracket should stand here")
        }
    }

    private mutating func skipToFlowContent(openedAt mark: YAMLMark) throws(YAMLError) {
        try scanner.skipToContent()
        guard !scanner.isAtEnd, !scanner.isAtDocumentMarker else {
            throw YAMLError("this bracket is never closed", at: mark)
        }
    }
}
