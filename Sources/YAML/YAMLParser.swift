/// Makes nodes of a file's text, and holds it to its limits.
struct YAMLParser {
    /// What an anchor names.
    struct Anchored {
        let node: YAMLNode
        /// How many nodes it is, aliases replaced.
        let nodeCount: Int
        /// How deep it nests.
        let depth: Int
    }

    var scanner: YAMLScanner
    let limits: YAMLLimits
    /// How many nodes there are so far, aliases replaced.
    var nodeCount = 0
    /// How many lists and maps are open.
    var depth = 0
    private var anchors: [String: Anchored] = [:]

    init(_ text: [UInt8], limits: YAMLLimits) {
        scanner = YAMLScanner(text)
        self.limits = limits
    }

    /// Reads the only document of the file.
    mutating func parseDocument() throws(YAMLError) -> YAMLNode {
        try scanner.skipToContent()
        var place = BlockPlace.document
        if scanner.isAtDocumentMarker, scanner.isAt("---") {
            scanner.position += 3
            place = .afterDocumentStart
        }
        let root = try parseBlockNode(parent: -1, place: place)
        try scanner.skipToContent()
        let hasEnded = scanner.isAtDocumentMarker && scanner.isAt("...")
        if hasEnded {
            scanner.position += 3
            try scanner.skipToLineEnd()
            try scanner.skipToContent()
        }
        guard scanner.isAtEnd else {
            throw scanner.isAtDocumentMarker || hasEnded
                ? scanner.error("the document has ended, and only one is read")
                : scanner.error("this line belongs to nothing above it; look at its indentation")
        }
        return root
    }

    /// Counts a node.
    mutating func count(_ nodes: Int = 1) throws(YAMLError) {
        nodeCount += nodes
        guard nodeCount <= limits.maxNodes else {
            throw scanner.error("the file has more than \(limits.maxNodes) nodes, aliases replaced")
        }
    }

    /// Enters a list or a map; who enters leaves by counting `depth` down.
    mutating func enter() throws(YAMLError) {
        guard depth < limits.maxDepth else { throw tooDeep() }
        depth += 1
    }

    /// Keeps a node under the anchor, if there is one. A name may be given anew (YAML 1.2.2 §3.2.2.2).
    mutating func keep(_ node: YAMLNode, as properties: YAMLProperties?, countedFrom start: Int) {
        guard let anchor = properties?.anchor else { return }
        anchors[anchor] = Anchored(node: node, nodeCount: nodeCount - start, depth: Self.depth(of: node))
    }

    /// Reads an alias and returns what it stands for.
    mutating func parseAlias() throws(YAMLError) -> YAMLNode {
        let mark = scanner.mark()
        guard let anchored = anchors[try scanner.scanAnchorName()] else {
            throw YAMLError("nothing above has an anchor of this name", at: mark)
        }
        try count(anchored.nodeCount)
        guard depth + anchored.depth <= limits.maxDepth else { throw tooDeep() }
        return anchored.node
    }

    private mutating func tooDeep() -> YAMLError {
        scanner.error("lists and maps are nested more than \(limits.maxDepth) deep")
    }

    private static func depth(of node: YAMLNode) -> Int {
        switch node.content {
        case .null, .bool, .number, .string: 0
        case .sequence(let nodes): 1 + (nodes.lazy.map(depth).max() ?? 0)
        case .mapping(let pairs): 1 + (pairs.lazy.map { depth(of: $0.value) }.max() ?? 0)
        }
    }
}
