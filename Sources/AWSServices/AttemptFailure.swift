import AWSSigning
import HTTP
import HTTPClient
import POSIX

/// How one attempt of a call failed, and what may make another go better. The table is botocore's (`_retry.json`).
struct AttemptFailure: Error {
    /// What may make the next attempt go better.
    enum Remedy: Equatable {
        /// Nothing that we know of.
        case none
        /// A pause, a longer one when the service is asked too often.
        case pause(isThrottled: Bool)
        /// Signing for this time, which is the service's.
        case serviceTime(Timestamp)
        /// Other credentials.
        case otherCredentials
    }

    /// What the caller gets when this was the last attempt.
    let error: AWSError
    let remedy: Remedy
    /// Whether the service may have done what was asked, though we do not know: the request left but no whole answer
    /// came, or the answer was an internal error, or an intermediary's. "The operation might have succeeded" (Amazon
    /// DynamoDB Developer Guide, "Error handling": HTTP 500 on a write).
    let mayHaveRun: Bool

    /// What another attempt costs of the budget.
    var retryCost: Int {
        if case .transport = error { RetryBudget.unansweredCost } else { RetryBudget.answeredCost }
    }

    /// Whether a call may be tried again. One that must not run twice is, only if it has not run.
    func allowsRetry(isIdempotent: Bool) -> Bool {
        remedy != .none && (isIdempotent || !mayHaveRun)
    }

    /// An attempt that ends the call.
    static func final(_ error: AWSError) -> AttemptFailure {
        AttemptFailure(error: error, remedy: .none, mayHaveRun: true)
    }

    /// An answer that was damaged on its way: whatever it said, it has been done.
    static let checksumMismatch = AttemptFailure(
        error: .checksumMismatch,
        remedy: .pause(isThrottled: false),
        mayHaveRun: true
    )

    /// An attempt without a whole answer.
    static func transport(_ error: HTTPClientError) -> AttemptFailure {
        AttemptFailure(
            error: .transport(error),
            remedy: error.mayPass ? .pause(isThrottled: false) : .none,
            mayHaveRun: !error.nothingSent
        )
    }

    /// An answer with status 200 that is none: an error document after all, or something else's words.
    static func unreadable(_ response: Response) -> AttemptFailure {
        if AWSErrorBody(response).isKnown { return refused(response) }
        return AttemptFailure(error: .malformedResponse, remedy: .pause(isThrottled: false), mayHaveRun: true)
    }

    /// An answer that says why there is none.
    static func refused(_ response: Response) -> AttemptFailure {
        let body = AWSErrorBody(response)
        let status = response.status.rawValue
        let error = error(body, status: status)
        if ErrorCodes.throttling.contains(body.code) || status == 429 || status == 509 {
            return AttemptFailure(error: .throttled, remedy: .pause(isThrottled: true), mayHaveRun: false)
        }
        if ErrorCodes.notRun.contains(body.code) {
            return AttemptFailure(error: error, remedy: .pause(isThrottled: false), mayHaveRun: false)
        }
        if ErrorCodes.credentials.contains(body.code) {
            return AttemptFailure(error: error, remedy: .otherCredentials, mayHaveRun: false)
        }
        if ErrorCodes.time.contains(body.code), let date = response.headers["date"].flatMap(Timestamp.init(httpDate:)) {
            return AttemptFailure(error: error, remedy: .serviceTime(date), mayHaveRun: false)
        }
        // A 503 may be an intermediary's, which may have lost the answer.
        let isTransient = [500, 502, 503, 504].contains(status) || ErrorCodes.uncertain.contains(body.code)
        return AttemptFailure(error: error, remedy: isTransient ? .pause(isThrottled: false) : .none, mayHaveRun: true)
    }

    private static func error(_ body: AWSErrorBody, status: Int) -> AWSError {
        switch body.code {
        case "ConditionalCheckFailedException": .conditionalCheckFailed(item: body.item)
        case "ResourceNotFoundException", "ParameterNotFound": .resourceNotFound
        case "AccessDeniedException", "AccessDenied": .accessDenied
        case "DecryptionFailure", "InvalidKeyId":
            .configuration(reason: "AWS could not decrypt the value: see its KMS key and the role's right to use it")
        case "ValidationException": .validation(message: body.message)
        default: .service(code: body.code, status: status)
        }
    }
}
