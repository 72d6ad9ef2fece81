extension YAMLParser {
    /// Makes a scalar's node and keeps it under its anchor.
    mutating func makeScalarNode(
        _ scalar: YAMLScalar,
        _ properties: YAMLProperties?,
        countedFrom start: Int
    ) throws(YAMLError) -> YAMLNode {
        let node = YAMLNode(try scalar.content(tag: properties?.tag), at: scalar.mark)
        keep(node, as: properties, countedFrom: start)
        return node
    }

    /// Keeps a list or a map under its anchor.
    mutating func finishCollection(
        _ node: YAMLNode,
        _ properties: YAMLProperties?,
        countedFrom start: Int
    ) throws(YAMLError) -> YAMLNode {
        if let properties, properties.tag != nil {
            let message = "the tags that are read are those of scalars, and this is a \(node.kindName)"
            throw YAMLError(message, at: properties.mark)
        }
        keep(node, as: properties, countedFrom: start)
        return node
    }

    /// Holds a key to what is allowed of keys, and keeps it under its anchor.
    mutating func checkKey(_ key: YAMLScalar, _ properties: YAMLProperties?) throws(YAMLError) -> YAMLScalar {
        guard key.isOnOneLine else { throw YAMLError("a key and its ':' stand on one line", at: key.mark) }
        guard let properties else { return key }
        let start = nodeCount
        try count()
        _ = try makeScalarNode(key, properties, countedFrom: start)
        return key
    }
}
