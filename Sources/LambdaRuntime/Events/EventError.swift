package import JSON

/// An event that is not of the kind the function serves. Its description holds nothing of the event's content.
package enum EventError: Error, Equatable, CustomStringConvertible {
    /// It is no JSON, or a member is of another type than AWS documents.
    case malformed(JSONError)
    /// A member that every such event has is not there.
    case missing(String)
    /// The body says that it is base 64 and is not.
    case invalidBase64
    /// An authorizer's event that is not of the type REQUEST.
    case unsupportedAuthorizerType

    package var description: String {
        switch self {
        case .malformed(let error): "the event is malformed: \(error)"
        case .missing(let member): "the event has no \(member)"
        case .invalidBase64: "the event's body is not base 64"
        case .unsupportedAuthorizerType: "the event is not of the authorizer type REQUEST"
        }
    }
}
