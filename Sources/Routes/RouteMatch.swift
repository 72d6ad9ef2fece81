/// What the table says of a request.
package enum RouteMatch: Sendable, Equatable {
    /// The route that takes it. `parameters` are the path's variables by name, as on the wire: percent-encoded.
    case route(Route, parameters: [String: String])
    /// The path is a route's, the method is not; `allowed` is for the `Allow` header (RFC 9110 §10.2.1).
    case methodNotAllowed(Route, allowed: [String])
    /// Not even the catch-all takes it: the path does not begin with a slash.
    case notFound

    /// The route, whose dialect the answer is given in: the catch-all when nothing matches.
    package var route: Route {
        switch self {
        case .route(let route, _), .methodNotAllowed(let route, _): route
        case .notFound: RouteTable.fallback
        }
    }

    /// The route's path as the table writes it: of few values, so that it can name a metric or a span.
    package var template: String { route.path }

    /// The path's variables by name, as on the wire: percent-encoded.
    package var parameters: [String: String] {
        switch self {
        case .route(_, let parameters): parameters
        case .methodNotAllowed, .notFound: [:]
        }
    }
}
