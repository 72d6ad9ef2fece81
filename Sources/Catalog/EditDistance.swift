/// How far two words are apart: the fewest letters to insert, remove, replace or swap with their neighbour that make
/// one into the other, each pair swapped once at most ("optimal string alignment").
enum EditDistance {
    /// Longer words are not compared: the cost grows with the product of the lengths.
    private static let maxLength = 64

    /// The distance, or nil when it is more than `limit`.
    static func between(_ one: [UInt8], _ other: [UInt8], atMost limit: Int) -> Int? {
        guard abs(one.count - other.count) <= limit, max(one.count, other.count) <= maxLength else { return nil }
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for row in 0..<one.count {
            var current = [row + 1]
            for column in 0..<other.count {
                let replacement = last[column] + (one[row] == other[column] ? 0 : 1)
                var best = min(replacement, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        let distance = last[other.count]
        return distance <= limit ? distance : nil
    }

    /// How many slips a word of so many letters may have and still be recognised.
    static func tolerance(forLength length: Int) -> Int {
        length < 4 ? 1 : max(2, length / 3)
    }
}
