/// Finds the names that someone may have meant.
enum Nearest {
    /// Up to three of the candidates that are like `name`: those that share a word with it, or a few slips away. The
    /// nearest come first, equally near ones by name.
    static func names(to name: String, among candidates: some Sequence<String>) -> [String] {
        let wanted = FoldedText(name)
        let near = candidates.compactMap { candidate in
            distance(wanted, FoldedText(candidate)).map { (distance: $0, name: candidate) }
        }
        return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
    }

    /// The word that someone may have meant; nil when none is near.
    static func word(to word: [UInt8], among vocabulary: Set<[UInt8]>) -> [UInt8]? {
        let limit = EditDistance.tolerance(forLength: word.count)
        let near = vocabulary.compactMap { candidate in
            EditDistance.between(word, candidate, atMost: limit).map { (distance: $0, word: candidate) }
        }
        return near.min { one, other in
            one.distance != other.distance
                ? one.distance < other.distance : one.word.lexicographicallyPrecedes(other.word)
        }?.word
    }

    private static func distance(_ wanted: FoldedText, _ candidate: FoldedText) -> Int? {
        let (one, other) = (Array(wanted.string.utf8), Array(candidate.string.utf8))
        let limit = EditDistance.tolerance(forLength: min(one.count, other.count))
        if let distance = EditDistance.between(one, other, atMost: limit) { return distance }
        let sharesWord = wanted.words.contains { $0.count > 2 && candidate.match($0) != nil }
        // Further than any slip, and still worth a mention.
        return sharesWord ? EditDistance.tolerance(forLength: max(one.count, other.count)) + 1 : nil
    }
}
