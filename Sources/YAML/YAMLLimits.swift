/// How much a file may ask for.
package struct YAMLLimits: Sendable, Equatable {
    /// The deepest nesting that is read, whatever `maxDepth` says: nodes nest on the stack.
    package static let deepest = 128

    /// How many bytes the file may have.
    package var maxBytes: Int
    /// How deep lists and maps may nest, what aliases stand for included. From 0 to `deepest`.
    package var maxDepth: Int {
        didSet { maxDepth = Self.clamped(maxDepth) }
    }
    /// How many nodes the file may have once every alias is replaced by what it stands for: a few lines of aliases of
    /// aliases would otherwise make thousands of millions.
    package var maxNodes: Int

    /// 4 MiB, 64 deep, 100,000 nodes.
    package static let `default` = Self()

    /// Limits; `maxDepth` is brought into 0...`deepest`.
    package init(maxBytes: Int = 4 << 20, maxDepth: Int = 64, maxNodes: Int = 100_000) {
        self.maxBytes = maxBytes
        self.maxDepth = Self.clamped(maxDepth)
        self.maxNodes = maxNodes
    }

    private static func clamped(_ depth: Int) -> Int { min(max(depth, 0), deepest) }
}
