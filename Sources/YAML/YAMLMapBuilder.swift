/// Collects a map's pairs: each key once, and what is merged into it.
struct YAMLMapBuilder {
    private var pairs: [YAMLNode.Pair] = []
    /// Where each key, byte for byte, stands in `pairs`.
    private var positions: [[UInt8]: Int] = [:]
    /// The maps to be merged, the one that wins first.
    private var merged: [YAMLNode] = []
    private var hasMergeKey = false

    /// Adds a pair, or keeps what a merge key asks for.
    ///
    /// - Throws: when the key stands twice, or what is to be merged is no map.
    mutating func add(_ key: YAMLScalar, _ value: YAMLNode) throws(YAMLError) {
        let isMergeKey = key.isPlain && key.string == "<<"
        guard isMergeKey ? !hasMergeKey : positions[key.text] == nil else {
            throw YAMLError("this key stands twice in its map", at: key.mark)
        }
        guard isMergeKey else {
            append(YAMLNode.Pair(key: key.string, keyMark: key.mark, value: value))
            return
        }
        hasMergeKey = true
        merged = try maps(in: value)
    }

    /// The map's content: what is merged first, then its own pairs; a key keeps its first place and its last value.
    func content() -> YAMLNode.Content {
        guard hasMergeKey else { return .mapping(pairs) }
        var result = Self()
        for map in merged.reversed() {
            for pair in map.mapping ?? [] { result.set(pair) }
        }
        for pair in pairs { result.set(pair) }
        return .mapping(result.pairs)
    }

    private mutating func set(_ pair: YAMLNode.Pair) {
        if let position = positions[Array(pair.key.utf8)] {
            pairs[position] = pair
        } else {
            append(pair)
        }
    }

    private mutating func append(_ pair: YAMLNode.Pair) {
        positions[Array(pair.key.utf8)] = pairs.count
        pairs.append(pair)
    }

    private func maps(in value: YAMLNode) throws(YAMLError) -> [YAMLNode] {
        let maps = value.sequence ?? [value]
        for map in maps where map.mapping == nil {
            throw YAMLError("'<<' takes a map or a list of maps", at: map.mark)
        }
        return maps
    }
}
