package import HTTPClient
package import Serving

/// How a provider failed one attempt. What the client is told of it is `gatewayError`: our words.
package enum ProviderFailure: Error, Sendable, Equatable {
    /// No connection: refused, no such host, TLS failed.
    case unreachable(HTTPClientError.Kind)
    /// No answer, or no next byte, in time.
    case timedOut
    /// It does not accept our credential (401 or 403).
    case credentialRefused(status: Int)
    /// We have no credential to show; the text says which variable is missing.
    case credentialMissing(description: String)
    /// Its own rate limit (429); seconds until it takes requests again, when it says.
    case rateLimited(retryAfter: Int?)
    /// It finds fault with the request (other 4xx); its message, masked and shortened, when it could be read.
    case requestRefused(status: Int, message: String?)
    /// It does not know the model or the path, or the account is not paid for (402, 404, 405): the deployment's fault.
    case misconfigured(status: Int)
    /// The request is larger than it takes (413).
    case requestTooLarge
    /// 5xx.
    case serverError(status: Int)
    /// It answered something that is not a chat completion; the reason is for the log.
    case malformedAnswer(reason: String)
    /// The answer ended before it was complete.
    case brokenOff
    /// The answer is larger than we take.
    case answerTooLarge(limit: Int)

    /// Whether another deployment could do better: the fault is not the request's.
    package var mayBeRetriedElsewhere: Bool {
        switch self {
        case .requestRefused, .requestTooLarge: false
        case .misconfigured, .unreachable, .timedOut, .credentialRefused, .credentialMissing, .rateLimited,
            .serverError,
            .malformedAnswer, .brokenOff, .answerTooLarge:
            true
        }
    }

    /// The failure in the client's terms.
    package var gatewayError: GatewayError {
        switch self {
        case .unreachable(let kind):
            GatewayError(
                .providerFault,
                "The provider could not be reached.",
                code: "provider_unreachable",
                detail: "\(kind)"
            )
        case .timedOut:
            GatewayError(.providerTimeout, "The provider did not answer in time.")
        case .credentialRefused(let status):
            GatewayError(
                .providerFault,
                "The provider refused the gateway's credential. The gateway's administrator has to renew it.",
                code: "provider_credential_refused",
                detail: "status \(status)"
            )
        case .credentialMissing(let description):
            GatewayError(
                .unavailable,
                "The gateway has no credential for this model. Its administrator has to act: \(description).",
                code: "provider_credential_missing"
            )
        case .rateLimited(let retryAfter):
            GatewayError(
                .rateLimited,
                "The provider's own rate limit is reached.",
                code: "provider_rate_limit_exceeded",
                retryAfter: retryAfter ?? 1
            )
        case .requestRefused(let status, let message):
            GatewayError(
                .invalidRequest,
                message.map { "The provider refused the request: \($0)" } ?? "The provider refused the request.",
                code: "provider_refused_request",
                detail: "status \(status)"
            )
        case .misconfigured(let status):
            GatewayError(
                .providerFault,
                "The provider does not serve this model. The gateway's administrator has to mend the deployment.",
                code: "provider_misconfigured",
                detail: "status \(status)"
            )
        case .requestTooLarge:
            GatewayError(.requestTooLarge, "The request is larger than the provider takes.")
        case .serverError(let status):
            GatewayError(.providerFault, "The provider failed.", detail: "status \(status)")
        case .malformedAnswer(let reason):
            GatewayError(
                .providerFault,
                "The provider's answer could not be understood.",
                code: "provider_answer_malformed",
                detail: reason
            )
        case .brokenOff:
            GatewayError(.providerFault, "The provider's answer broke off.", code: "provider_answer_broken_off")
        case .answerTooLarge(let limit):
            GatewayError(.providerFault, "The provider's answer is larger than \(limit) bytes.")
        }
    }

    /// What the transport's error means.
    package init(_ error: HTTPClientError) {
        self =
            switch error.kind {
            case .timedOut: .timedOut
            case .connectionClosed, .cancelled, .shutDown: .brokenOff
            case .malformedResponse: .malformedAnswer(reason: "not HTTP")
            case .responseTooLarge(let limit), .headTooLarge(let limit): .answerTooLarge(limit: limit)
            default: .unreachable(error.kind)
            }
    }
}
