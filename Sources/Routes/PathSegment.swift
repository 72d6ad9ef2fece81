/// A part of a route's path between two slashes.
package enum PathSegment: Sendable, Hashable {
    /// Stands for itself.
    case literal(String)
    /// `{name}`: any one segment that is not empty.
    case variable(String)
    /// `{name+}`: one segment or more, up to the end of the path.
    case greedy(String)

    /// The segments of a route's path, which begins with a slash. The root has none.
    package static func segments(of path: String) -> [PathSegment] {
        path.split(separator: "/").map { PathSegment(String($0)) }
    }

    /// Whether the segment stands for itself.
    package var isLiteral: Bool {
        switch self {
        case .literal: true
        case .variable, .greedy: false
        }
    }

    /// The segment as API Gateway writes it: the `PathPart` of a resource.
    package var text: String {
        switch self {
        case .literal(let text): text
        case .variable(let name): "{\(name)}"
        case .greedy(let name): "{\(name)+}"
        }
    }

    private init(_ text: String) {
        guard text.hasPrefix("{"), text.hasSuffix("}") else {
            self = .literal(text)
            return
        }
        let name = text.dropFirst().dropLast()
        self = name.hasSuffix("+") ? .greedy(String(name.dropLast())) : .variable(String(name))
    }
}
