package import HTTP

/// The event of a Lambda authorizer of the type REQUEST. It has no body.
package struct AuthorizerEvent: Sendable {
    /// The method that was called: `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/VERB/path`.
    package let methodARN: String
    package let method: Method
    package let path: String
    package let headers: HeaderFields
    package let query: QueryItems
    /// API Gateway's id of the request (`requestContext.requestId`).
    package let requestID: String?
    /// The client's address (`requestContext.identity.sourceIp`).
    package let sourceAddress: String?

    /// Reads the event's bytes. Fails when it is not such an event: no JSON, another type, no method ARN.
    package init(parsing event: [UInt8]) throws(EventError) {
        let parsed = try APIGatewayEventParser(parsing: event)
        guard parsed.type == "REQUEST" else { throw .unsupportedAuthorizerType }
        guard let methodARN = parsed.methodARN else { throw .missing("methodArn") }
        guard let method = parsed.method else { throw .missing("httpMethod") }
        guard let path = parsed.path else { throw .missing("path") }
        self.methodARN = methodARN
        self.method = Method(rawValue: method)
        self.path = path
        headers = parsed.headers
        query = parsed.query
        requestID = parsed.requestID
        sourceAddress = parsed.sourceAddress
    }

    /// The resource that stands for every method of the stage, `arn:…:API/STAGE/*`; nil when `methodARN` is none.
    package var stageResource: String? { Self.stageResource(ofMethod: methodARN) }

    /// The resource that stands for every method of the stage of a method's ARN; nil when that is none.
    ///
    /// A cached policy is applied to all methods of the stage, so one that names just the method called refuses the next
    /// ("Enable caching for an API Gateway Lambda authorizer").
    package static func stageResource(ofMethod methodARN: String) -> String? {
        let parts = methodARN.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        let arn = parts[0].split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 2, !parts[1].isEmpty, arn.count == 6, arn[0] == "arn", arn[2] == "execute-api",
            !arn[5].isEmpty
        else { return nil }
        return "\(parts[0])/\(parts[1])/*"
    }
}
