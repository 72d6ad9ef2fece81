package import JSON

/// A configuration file's content with the place of everything in it, read from a subset of YAML 1.2.
///
/// Read are: block and flow lists and maps, plain, quoted, literal and folded scalars, comments, one document with or
/// without its `---` and `...`, anchors, aliases, merge keys (`<<`, a map or a list of maps, explicit keys win), and
/// the tags `!!str`, `!!int`, `!!float`, `!!bool` and `!!null`.
///
/// Plain scalars follow the core schema (YAML 1.2.2 §10.3.2): `null`, `~` and nothing are null, `true` and `false`
/// (also `True`, `TRUE`, …) are booleans, decimal, `0x` and `0o` integers and floats are numbers. Where YAML 1.1, and
/// so PyYAML, differ: `yes`, `no`, `on`, `off`, dates, `1_000` and `1:30` are strings here, `1e-7` is a number, and
/// `012` is twelve.
///
/// Refused are: infinity and not-a-number, for which JSON has no value, other tags, `? ` and other keys than scalars,
/// directives, several documents, tabs as indentation, and keys that stand twice in their map. A key is the text it is
/// written as, whatever it would be as a value: `1:` and `"1":` are one key.
package struct YAMLNode: Sendable, Equatable {
    /// A map's key with its value.
    package struct Pair: Sendable, Equatable {
        /// The key's text.
        package let key: String
        /// Where the key stands.
        package let keyMark: YAMLMark
        /// The key's value.
        package let value: YAMLNode
    }

    /// What a node holds.
    package enum Content: Sendable, Equatable {
        /// Nothing, `~` or `null`.
        case null
        /// A boolean.
        case bool(Bool)
        /// A number, as it is written where JSON can hold that.
        case number(JSONNumber)
        /// A string.
        case string(String)
        /// A list.
        case sequence([YAMLNode])
        /// A map, in its order, what was merged into it first.
        case mapping([Pair])
    }

    /// What the node holds.
    package let content: Content
    /// Where the node stands; for what an alias stands for, where that is written.
    package let mark: YAMLMark

    /// A node with this content, read at `mark`.
    package init(_ content: Content, at mark: YAMLMark) {
        self.content = content
        self.mark = mark
    }

    /// Reads a file: UTF-8, with or without a byte order mark, lines ended as on any system.
    ///
    /// - Throws: the first fault, or a limit that is passed, with its place.
    package init(parsing bytes: [UInt8], limits: YAMLLimits = .default) throws(YAMLError) {
        let text = try YAMLSource.text(of: bytes, limit: limits.maxBytes)
        var parser = YAMLParser(text, limits: limits)
        self = try parser.parseDocument()
    }

    /// The node without its places.
    package var json: JSONValue {
        switch content {
        case .null: return .null
        case .bool(let bool): return .bool(bool)
        case .number(let number): return .number(number)
        case .string(let string): return .string(string)
        case .sequence(let nodes): return .array(nodes.map(\.json))
        case .mapping(let pairs):
            var object = JSONObject()
            for pair in pairs { object[pair.key] = pair.value.json }
            return .object(object)
        }
    }
}
