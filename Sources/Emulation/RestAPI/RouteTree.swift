import HTTP

/// Finds the resource for a path with API Gateway's precedence: at each segment a static name before a `{parameter}`
/// before a greedy `{proxy+}`.
///
/// Only resources with methods take part: the others are in no deployment. A resource that matches but lacks the method
/// is the answer all the same; a less specific one is not tried.
struct RouteTree: Sendable {
    /// What a path leads to.
    struct Match: Sendable {
        let resource: APIResource
        /// Decoded values of the path's parameters, in the path's order.
        let parameters: [(name: String, value: String)]
    }

    private struct Node: Sendable {
        var resource: APIResource?
        var named: [String: Node] = [:]
        var parameter: Parameter?
        var greedy: (name: String, resource: APIResource)?
    }

    /// The one child of a node that takes any name.
    private final class Parameter: Sendable {
        let name: String
        let node: Node

        init(name: String, node: Node) {
            self.name = name
            self.node = node
        }
    }

    private var root = Node()

    init(_ resources: [APIResource]) {
        for resource in resources where !resource.methods.isEmpty {
            Self.insert(resource, Self.segments(resource.path)[...], into: &root)
        }
    }

    /// The resource for a path as it is on the wire; nil when there is none. A slash at the end makes no difference.
    func match(_ path: String) -> Match? {
        let segments = Self.segments(path).map { PercentCoding.decode($0) ?? $0 }
        return Self.match(segments[...], in: root)
    }

    private static func segments(_ path: String) -> [String] {
        var segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        while segments.first == "" { segments.removeFirst() }
        while segments.last == "" { segments.removeLast() }
        return segments
    }

    private static func insert(_ resource: APIResource, _ segments: ArraySlice<String>, into node: inout Node) {
        guard let segment = segments.first else {
            node.resource = resource
            return
        }
        guard segment.hasPrefix("{"), segment.hasSuffix("}") else {
            insert(resource, segments.dropFirst(), into: &node.named[segment, default: Node()])
            return
        }
        let name = String(segment.dropFirst().dropLast())
        if name.hasSuffix("+") {
            node.greedy = (String(name.dropLast()), resource)
        } else {
            var child = node.parameter?.node ?? Node()
            insert(resource, segments.dropFirst(), into: &child)
            node.parameter = Parameter(name: name, node: child)
        }
    }

    private static func match(_ segments: ArraySlice<String>, in node: Node) -> Match? {
        guard let segment = segments.first else {
            return node.resource.map { Match(resource: $0, parameters: []) }
        }
        if let child = node.named[segment], let match = match(segments.dropFirst(), in: child) { return match }
        if !segment.isEmpty, let parameter = node.parameter, let match = match(segments.dropFirst(), in: parameter.node)
        {
            return Match(resource: match.resource, parameters: [(parameter.name, segment)] + match.parameters)
        }
        return node.greedy.map { greedy in
            Match(resource: greedy.resource, parameters: [(greedy.name, segments.joined(separator: "/"))])
        }
    }
}
