import HTTP

/// What is fuzzed: each case names a corpus, and a check that any bytes must pass.
enum FuzzTarget: String, CaseIterable {
    case json
    case jsonAgainstFoundation = "json-against-foundation"
    case yaml
    case serverSentEvents = "server-sent-events"
    case awsEventStream = "aws-event-stream"
    case http1Requests = "http1-requests"
    case http1Responses = "http1-responses"
    case apiGatewayEvents = "api-gateway-events"
    case urls
    case base64
    case repetitions

    /// Throws a `Finding` when the bytes break one of the target's rules. What no input may do at all, such as overflow or
    /// reach outside an array, ends the process.
    func check(_ bytes: [UInt8]) throws {
        switch self {
        case .json: try JSONCheck.run(bytes)
        case .jsonAgainstFoundation: try JSONAgainstFoundationCheck.run(bytes)
        case .yaml: try YAMLCheck.run(bytes)
        case .serverSentEvents: try ServerSentEventCheck.run(bytes)
        case .awsEventStream: try AWSEventStreamCheck.run(bytes)
        case .http1Requests: try HTTP1Check.run(.requests, bytes)
        case .http1Responses: try HTTP1Check.run(.responses, bytes)
        case .apiGatewayEvents: try APIGatewayEventCheck.run(bytes)
        case .urls: try URLCheck.run(bytes)
        case .base64: try Base64Check.run(bytes)
        case .repetitions: try RepetitionCheck.run(bytes)
        }
    }
}
