/// Finds routes by path, with the precedence API Gateway gives: a literal segment before a variable, a variable before
/// a greedy one.
///
/// Paths without variables cost one look-up in a dictionary. Of two routes with one path the first counts.
struct RouteMatcher {
    private let routes: [Route]
    private let literals: [String: Int]
    private let templates: PathNode

    init(_ routes: [Route]) {
        var literals: [String: Int] = [:]
        var templates = PathNode()
        for (index, route) in routes.enumerated() {
            let segments = PathSegment.segments(of: route.path)
            if segments.allSatisfy(\.isLiteral) {
                literals[route.path] = literals[route.path] ?? index
            }
            templates.insert(segments[...], route: index)
        }
        self.routes = routes
        self.literals = literals
        self.templates = templates
    }

    func match(method: String, path: String) -> RouteMatch {
        let path = Self.withoutTrailingSlash(path)
        if let index = literals[path] { return answer(index, method: method, parameters: [:]) }
        guard path.utf8.first == UInt8(ascii: "/") else { return .notFound }
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard let match = templates.match(segments[...]) else { return .notFound }
        return answer(match.route, method: method, parameters: match.parameters)
    }

    private func answer(_ index: Int, method: String, parameters: [String: String]) -> RouteMatch {
        let route = routes[index]
        guard route.methods.contains(method) else { return .methodNotAllowed(route, allowed: route.methods) }
        return .route(route, parameters: parameters)
    }

    private static func withoutTrailingSlash(_ path: String) -> String {
        guard path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") else { return path }
        return String(path.dropLast())
    }
}

/// A place in the tree of paths.
private struct PathNode {
    struct Match {
        let route: Int
        var parameters: [String: String] = [:]
    }

    private var route: Int?
    private var literals: [String: PathNode] = [:]
    /// At most one, as in API Gateway: siblings may not have two names for a variable.
    private var variable: [(name: String, node: PathNode)] = []
    private var greedy: (name: String, route: Int)?

    mutating func insert(_ segments: ArraySlice<PathSegment>, route index: Int) {
        guard let segment = segments.first else {
            route = route ?? index
            return
        }
        switch segment {
        case .literal(let text):
            literals[text, default: PathNode()].insert(segments.dropFirst(), route: index)
        case .variable(let name):
            if variable.isEmpty { variable.append((name, PathNode())) }
            variable[0].node.insert(segments.dropFirst(), route: index)
        case .greedy(let name):
            greedy = greedy ?? (name, index)
        }
    }

    /// The most specific path; steps back to a less specific one where a longer one leads nowhere.
    func match(_ segments: ArraySlice<Substring>) -> Match? {
        guard let segment = segments.first else { return route.map { Match(route: $0) } }
        if let match = literals[String(segment)]?.match(segments.dropFirst()) { return match }
        if let (name, node) = variable.first, !segment.isEmpty, var match = node.match(segments.dropFirst()) {
            match.parameters[name] = String(segment)
            return match
        }
        let rest = segments.joined(separator: "/")
        guard let greedy, !rest.isEmpty else { return nil }
        return Match(route: greedy.route, parameters: [greedy.name: rest])
    }
}
