import JSON
import YAML

/// Any bytes are a value within the limits or an error with a place, and YAML is a superset of JSON.
enum YAMLCheck {
    /// Low enough that a bomb of aliases is met often.
    private static let limits = YAMLLimits(maxBytes: 1 << 20, maxDepth: 64, maxNodes: 20_000)

    static func run(_ bytes: [UInt8]) throws {
        switch outcome({ () throws(YAMLError) in try YAMLNode(parsing: bytes, limits: limits) }) {
        case .success(let node):
            try require(count(node) <= limits.maxNodes, "no more nodes than the limit are made")
            try require(depth(node) <= limits.maxDepth, "nothing nests deeper than the limit")
            let value = node.json
            try require(try JSONValue(parsing: value.serialized()) == value, "a value is a JSON document")
            try checkJSON(value)
        case .failure(let error):
            try require(error.mark.line >= 1 && error.mark.column >= 1, "an error has a place")
            let lines = bytes.count(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) + 1
            try require(error.mark.line <= lines, "an error's line is one of the file's")
        }
        if let value = try? JSONValue(parsing: bytes, limits: JSONLimits(maxDepth: 64)) { try checkJSON(value) }
    }

    /// A JSON document on one line is YAML of the same value (YAML 1.2.2 §1.2).
    private static func checkJSON(_ value: JSONValue) throws {
        guard isAllowed(value) else { return }
        let wide = YAMLLimits(maxBytes: 1 << 30, maxDepth: 64, maxNodes: 1 << 30)
        let read = try YAMLNode(parsing: value.serialized(), limits: wide)
        try require(read.json == value, "JSON is YAML of the same value")
        let indented = try YAMLNode(parsing: value.serialized(indent: 1), limits: wide)
        try require(indented.json == value, "indented JSON is YAML of the same value")
    }

    /// Whether no string has a character that YAML wants escaped and JSON does not.
    private static func isAllowed(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .bool, .number: true
        case .string(let string): isAllowed(string)
        case .array(let elements): elements.allSatisfy(isAllowed)
        case .object(let members): members.allSatisfy { isAllowed($0.key) && isAllowed($0.value) }
        }
    }

    private static func isAllowed(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x7F...0x84, 0x86...0x9F, 0xFFFE, 0xFFFF: false
            default: true
            }
        }
    }

    private static func count(_ node: YAMLNode) -> Int {
        switch node.content {
        case .null, .bool, .number, .string: 1
        case .sequence(let nodes): nodes.reduce(1) { $0 + count($1) }
        // What is merged into a map is counted where it stands.
        case .mapping(let pairs): pairs.reduce(1) { $0 + count($1.value) }
        }
    }

    private static func depth(_ node: YAMLNode) -> Int {
        switch node.content {
        case .null, .bool, .number, .string: 0
        case .sequence(let nodes): 1 + (nodes.lazy.map(depth).max() ?? 0)
        case .mapping(let pairs): 1 + (pairs.lazy.map { depth($0.value) }.max() ?? 0)
        }
    }
}
