/// Codes of errors, without their namespace, that say what another attempt needs, whatever the status
/// (botocore `_retry.json`; AWS General Reference, "Common errors"; Amazon DynamoDB Developer Guide, "Error handling").
enum ErrorCodes {
    /// The service is asked too often: it has done nothing, and may do it later.
    static let throttling: Set<String> = [
        "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
        "RequestThrottledException", "SlowDown", "Throttling", "ThrottledException", "ThrottlingException",
        "TooManyRequestsException",
    ]
    /// Others that pass with nothing done.
    static let notRun: Set<String> = ["ReplicatedWriteConflictException", "TransactionInProgressException"]
    /// The service failed, perhaps in the middle: it may have done what was asked. `ServiceUnavailable` says no more
    /// than that a server failed for the moment.
    static let uncertain: Set<String> = [
        "InternalFailure", "InternalServerError", "InternalServerErrorException", "InternalServiceError",
        "InternalServiceErrorException", "RequestTimeout", "RequestTimeoutException", "ServiceUnavailable",
        "ServiceUnavailableException",
    ]
    /// The credentials are not accepted, though we took them for valid.
    static let credentials: Set<String> = [
        "ExpiredToken", "ExpiredTokenException", "InvalidAccessKeyId", "InvalidClientTokenId", "TokenRefreshRequired",
        "UnrecognizedClientException",
    ]
    /// The signature's time may be why it is not accepted.
    static let time: Set<String> = [
        "InvalidSignatureException", "RequestExpired", "RequestTimeTooSkewed", "SignatureDoesNotMatch",
    ]
}
