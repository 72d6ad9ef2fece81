/// A request's method, as it is written on the wire: case counts (RFC 9110 §9.1).
package struct Method: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let get = Self(rawValue: "GET")
    package static let head = Self(rawValue: "HEAD")
    package static let post = Self(rawValue: "POST")
    package static let put = Self(rawValue: "PUT")
    package static let patch = Self(rawValue: "PATCH")
    package static let delete = Self(rawValue: "DELETE")
    package static let options = Self(rawValue: "OPTIONS")

    /// Whether it can be written on the wire: a token (RFC 9110 §5.6.2).
    package var isValid: Bool { FieldSyntax.isToken(rawValue) }

    /// Whether repeating the request has the same effect as making it once (RFC 9110 §9.2.2). False for methods this
    /// type has no name for.
    package var isIdempotent: Bool {
        switch self {
        case .get, .head, .put, .delete, .options: true
        default: false
        }
    }
}
