package import AWSSigning
package import HTTPClient

/// Why an AWS call failed. Its `description` shows nothing of the request or the answer; `debugDescription` adds the
/// service's own message.
package enum AWSError: Error, Sendable, Equatable {
    /// DynamoDB refused a write because its condition is not met. `item` is the item as it is when the call asked for
    /// it and there is one.
    case conditionalCheckFailed(item: Item?)
    /// The table, secret or parameter does not exist.
    case resourceNotFound
    /// The credentials are good but may not do this.
    case accessDenied
    /// The service refused for its rate limits, and went on doing so.
    case throttled
    /// The service refused the request as invalid; the message is the service's and may repeat parts of the request.
    case validation(message: String)
    /// The call cannot be made as things are set up; the reason is in our words.
    case configuration(reason: String)
    /// Any other error of a service: its code, or "Unknown", and the HTTP status.
    case service(code: String, status: Int)
    /// There are no credentials to sign with.
    case credentials(CredentialError)
    /// No answer came.
    case transport(HTTPClientError)
    /// The answer is not what the service's description says.
    case malformedResponse
    /// The answer's body is not what its `x-amz-crc32` says.
    case checksumMismatch
}

extension AWSError: CustomStringConvertible, CustomDebugStringConvertible {
    /// What went wrong, without content.
    package var description: String {
        switch self {
        case .conditionalCheckFailed: "the condition of the write is not met"
        case .resourceNotFound: "the AWS resource does not exist"
        case .accessDenied: "AWS denied access"
        case .throttled: "AWS throttled the call"
        case .validation: "AWS refused the request as invalid"
        case .configuration(let reason): reason
        case .service(let code, let status): "AWS answered \(code) (\(status))"
        case .credentials(let error): error.description
        case .transport(let error): "AWS could not be reached: \(error)"
        case .malformedResponse: "AWS sent a malformed answer"
        case .checksumMismatch: "the answer of AWS was damaged on its way"
        }
    }

    /// As `description`, with the message of a refused request.
    package var debugDescription: String {
        switch self {
        case .validation(let message): "\(description): \(message)"
        case .conditionalCheckFailed, .resourceNotFound, .accessDenied, .throttled, .configuration, .service,
            .credentials, .transport, .malformedResponse, .checksumMismatch:
            description
        }
    }
}
