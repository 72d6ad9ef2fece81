package import HTTPClient
package import POSIX

/// Why there are no credentials. Its `description` shows neither a secret nor what an endpoint answered.
package enum CredentialError: Error, Sendable, Equatable {
    /// The source is not set up: a chain asks the next.
    case notConfigured
    /// The source is set up but lacks a part; `missing` names a variable or a key of the profile.
    case incomplete(missing: String)
    /// The profile that `AWS_PROFILE` names is not in the credentials file.
    case unknownProfile(name: String)
    /// The endpoint that a variable names is neither https nor one of the hosts that may be asked in the clear.
    case refusedEndpoint(variable: String)
    /// A token to be shown to the endpoint has a line break or another control character in it.
    case invalidToken
    /// A file, named by the variable it comes from, could not be read.
    case unreadableFile(variable: String, SystemError)
    /// The endpoint did not answer.
    case transport(HTTPClientError)
    /// The endpoint answered with another status than 200.
    case refused(status: Int)
    /// The endpoint will not give credentials, and says why by a code of its own.
    case rejected(code: String)
    /// The endpoint's answer is not what it should be.
    case malformedResponse
    /// The task that waited for credentials was cancelled.
    case cancelled
}

extension CredentialError: CustomStringConvertible {
    /// What is wrong, in words an operator can act on.
    package var description: String {
        switch self {
        case .notConfigured: "no AWS credentials are configured"
        case .incomplete(let missing): "the AWS credentials lack \(missing)"
        case .unknownProfile(let name): "the AWS credentials file has no profile \(name)"
        case .refusedEndpoint(let variable): "\(variable) must be https, loopback or a host that AWS has for it"
        case .invalidToken: "a token for the credentials endpoint is not a legal header value"
        case .unreadableFile(let variable, let error): "the file of \(variable) cannot be read: \(error)"
        case .transport(let error): "the credentials endpoint failed: \(error)"
        case .refused(let status): "the credentials endpoint answered \(status)"
        case .rejected(let code): "the credentials endpoint answered \(code)"
        case .malformedResponse: "the credentials endpoint sent a malformed answer"
        case .cancelled: "waiting for AWS credentials was cancelled"
        }
    }
}
