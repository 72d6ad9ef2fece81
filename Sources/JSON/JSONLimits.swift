/// What a reader accepts beyond the grammar: RFC 8259 §9 lets a parser limit size, depth and range.
package struct JSONLimits: Sendable, Equatable {
    /// What happens when an object names a member twice. RFC 8259 §4 leaves it open, and two parsers that decide
    /// differently are a way past a check.
    package enum DuplicateKeys: Sendable, Equatable {
        /// The document is refused.
        case refuse
        /// The last member of a name counts, at the first one's place.
        case lastWins
    }

    /// The deepest nesting any reader accepts, whatever `maxDepth` says. Values nest on the stack when they are
    /// parsed, compared and released, so this bounds the stack that a hostile document can use.
    package static let deepest = 512

    /// How deep arrays and objects may nest; a scalar alone has depth 0. From 0 to `deepest`.
    package var maxDepth: Int {
        didSet { maxDepth = Self.clamped(maxDepth) }
    }
    /// How many bytes the document may have.
    package var maxBytes: Int
    /// What happens when an object names a member twice.
    package var duplicateKeys: DuplicateKeys

    /// 512 deep, 16 MiB, duplicate keys refused.
    package static let `default` = Self()

    /// Limits; `maxDepth` is brought into 0...`deepest`.
    package init(maxDepth: Int = 512, maxBytes: Int = 16 << 20, duplicateKeys: DuplicateKeys = .refuse) {
        self.maxDepth = Self.clamped(maxDepth)
        self.maxBytes = maxBytes
        self.duplicateKeys = duplicateKeys
    }

    private static func clamped(_ depth: Int) -> Int { min(max(depth, 0), deepest) }
}
