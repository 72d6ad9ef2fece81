import HTTP
import HTTPClient

/// How one attempt of a call failed, and whether another may be made. The table is botocore's (`_retry.json`).
struct AttemptFailure: Error {
    /// What the caller gets when this was the last attempt.
    let error: AWSError
    /// Whether the next attempt may go better.
    let isTransient: Bool
    /// Whether the service may have done what was asked, though we do not know: the request left but no whole answer
    /// came, or the answer was a 500, 502 or 504. "The operation might have succeeded" (Amazon DynamoDB Developer
    /// Guide, "Error handling": HTTP 500 on a write).
    let mayHaveRun: Bool

    /// Codes of a service that has done nothing and may do it later, whatever the status.
    private static let throttlingCodes: Set<String> = [
        "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
        "RequestThrottledException", "SlowDown", "Throttling", "ThrottledException", "ThrottlingException",
        "TooManyRequestsException",
    ]
    /// Codes that are no throttling but pass as well, with nothing done.
    private static let transientCodes: Set<String> = [
        "ReplicatedWriteConflictException", "RequestTimeout", "RequestTimeoutException",
        "TransactionInProgressException",
    ]

    /// Whether a call may be tried again. One that must not run twice is, only if it has not run.
    func allowsRetry(isIdempotent: Bool) -> Bool {
        isTransient && (isIdempotent || !mayHaveRun)
    }

    /// An attempt that ends the call.
    static func final(_ error: AWSError) -> AttemptFailure {
        AttemptFailure(error: error, isTransient: false, mayHaveRun: true)
    }

    /// An answer that was damaged on its way: whatever it said, it has been done.
    static let checksumMismatch = AttemptFailure(error: .checksumMismatch, isTransient: true, mayHaveRun: true)

    /// An attempt without a whole answer.
    static func transport(_ error: HTTPClientError) -> AttemptFailure {
        AttemptFailure(error: .transport(error), isTransient: error.mayPass, mayHaveRun: !error.nothingSent)
    }

    /// An answer whose status is not a success.
    static func refused(_ response: Response) -> AttemptFailure {
        let body = AWSErrorBody(response)
        let status = response.status.rawValue
        if throttlingCodes.contains(body.code) || status == 429 || status == 509 {
            return AttemptFailure(error: .throttled, isTransient: true, mayHaveRun: false)
        }
        let error = error(body, status: status)
        if transientCodes.contains(body.code) || status == 503 {
            return AttemptFailure(error: error, isTransient: true, mayHaveRun: false)
        }
        return AttemptFailure(error: error, isTransient: [500, 502, 504].contains(status), mayHaveRun: true)
    }

    private static func error(_ body: AWSErrorBody, status: Int) -> AWSError {
        switch body.code {
        case "ConditionalCheckFailedException": .conditionalCheckFailed(item: body.item)
        case "ResourceNotFoundException", "ParameterNotFound": .resourceNotFound
        case "AccessDeniedException", "AccessDenied": .accessDenied
        case "ValidationException": .validation(message: body.message)
        default: .service(code: body.code, status: status)
        }
    }
}
