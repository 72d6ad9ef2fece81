import JSON
import Serving

extension GatewayError {
    /// What a client is told about a body that can't be read. Any error but ours and the reader's is a fault of ours.
    init(readingRequest error: any Error) {
        switch error {
        case let error as GatewayError: self = error
        case let error as JSONError: self.init(error)
        default: self.init(.internalFault, "The request could not be read.")
        }
    }

    /// A field of the wrong type.
    static func wrongType(_ parameter: String, _ allowed: [JSONKind], found: JSONKind) -> GatewayError {
        let names = allowed.map(\.description).joined(separator: " or ")
        return GatewayError(
            .invalidRequest,
            "\(parameter) must be \(names), not \(found).",
            parameter: parameter,
            code: "invalid_type"
        )
    }

    /// A field that has to be there.
    static func missing(_ parameter: String, _ meaning: String) -> GatewayError {
        GatewayError(
            .invalidRequest,
            "\(parameter) is missing: \(meaning).",
            parameter: parameter,
            code: "missing_required_parameter"
        )
    }
}

extension JSONReader {
    /// Refuses a value of a kind that is not allowed.
    mutating func require(_ kinds: [JSONKind], at parameter: @autoclosure () -> String) throws {
        let found = try peek()
        guard kinds.contains(found) else { throw GatewayError.wrongType(parameter(), kinds, found: found) }
    }
}
