package import HTTP

/// The event of a Lambda proxy integration of an API Gateway REST API (payload version 1); the same for buffered and
/// streamed responses.
package struct APIGatewayProxyEvent: Sendable {
    /// The client's request. Its path is the event's `path`: without the stage, as the client wrote it.
    package let request: Request
    /// API Gateway's id of the request (`requestContext.requestId`).
    package let requestID: String?
    /// The deployed stage that was called.
    package let stage: String?
    /// The client's address (`requestContext.identity.sourceIp`).
    package let sourceAddress: String?
    /// What the authorizer said of the caller, `principalId` included; empty without one.
    package let authorizer: [String: String]

    /// Reads the event's bytes. Fails when it is not such an event: no JSON, no method or path, a body that is not the
    /// base 64 it claims to be.
    package init(parsing event: [UInt8]) throws(EventError) {
        let parsed = try APIGatewayEventParser(parsing: event)
        guard let method = parsed.method else { throw .missing("httpMethod") }
        guard let path = parsed.path else { throw .missing("path") }
        request = Request(
            method: Method(rawValue: method),
            path: path,
            query: parsed.query,
            headers: parsed.headers,
            body: parsed.body
        )
        requestID = parsed.requestID
        stage = parsed.stage
        sourceAddress = parsed.sourceAddress
        authorizer = parsed.authorizer
    }
}
