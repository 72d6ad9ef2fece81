/// The answers API Gateway gives by itself ("Gateway response types" of its developer guide).
enum GatewayResponseType: String, Sendable, CaseIterable {
    case accessDenied = "ACCESS_DENIED"
    case apiConfigurationError = "API_CONFIGURATION_ERROR"
    case authorizerConfigurationError = "AUTHORIZER_CONFIGURATION_ERROR"
    case authorizerFailure = "AUTHORIZER_FAILURE"
    case badRequestBody = "BAD_REQUEST_BODY"
    case badRequestParameters = "BAD_REQUEST_PARAMETERS"
    case default4XX = "DEFAULT_4XX"
    case default5XX = "DEFAULT_5XX"
    case expiredToken = "EXPIRED_TOKEN"
    case integrationFailure = "INTEGRATION_FAILURE"
    case integrationTimeout = "INTEGRATION_TIMEOUT"
    case invalidAPIKey = "INVALID_API_KEY"
    case invalidSignature = "INVALID_SIGNATURE"
    case missingAuthenticationToken = "MISSING_AUTHENTICATION_TOKEN"
    case quotaExceeded = "QUOTA_EXCEEDED"
    case requestTooLarge = "REQUEST_TOO_LARGE"
    case resourceNotFound = "RESOURCE_NOT_FOUND"
    case throttled = "THROTTLED"
    case unauthorized = "UNAUTHORIZED"
    case unsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE"
    case wafFiltered = "WAF_FILTERED"

    /// The status when nothing else is configured. A Lambda function that fails gives 502, though the developer guide
    /// lists 504 for INTEGRATION_FAILURE: that is for endpoints that cannot be reached.
    var defaultStatus: Int {
        switch self {
        case .badRequestBody, .badRequestParameters, .default4XX: 400
        case .unauthorized: 401
        case .accessDenied, .expiredToken, .invalidAPIKey, .invalidSignature, .missingAuthenticationToken, .wafFiltered:
            403
        case .resourceNotFound: 404
        case .requestTooLarge: 413
        case .unsupportedMediaType: 415
        case .quotaExceeded, .throttled: 429
        case .apiConfigurationError, .authorizerConfigurationError, .authorizerFailure, .default5XX: 500
        case .integrationFailure: 502
        case .integrationTimeout: 504
        }
    }

    /// `$context.error.message`; nil where API Gateway says `null`.
    var defaultMessage: String? {
        switch self {
        case .accessDenied: "User is not authorized to access this resource"
        case .authorizerConfigurationError, .authorizerFailure: nil
        case .badRequestBody: "Invalid request body"
        case .badRequestParameters: "Missing required request parameters"
        case .default4XX: "Bad Request"
        case .expiredToken: "The security token included in the request is expired"
        case .apiConfigurationError, .default5XX, .integrationFailure: "Internal server error"
        case .integrationTimeout: "Endpoint request timed out"
        case .invalidAPIKey, .wafFiltered: "Forbidden"
        case .invalidSignature: "The request signature we calculated does not match the signature you provided"
        case .missingAuthenticationToken: "Missing Authentication Token"
        case .quotaExceeded: "Limit Exceeded"
        case .requestTooLarge: "Request Too Long"
        case .resourceNotFound: "Not Found"
        case .throttled: "Too Many Requests"
        case .unauthorized: "Unauthorized"
        case .unsupportedMediaType: "Unsupported Media Type"
        }
    }

    /// The header `x-amzn-ErrorType`.
    var errorType: String {
        switch self {
        case .accessDenied: "AccessDeniedException"
        case .apiConfigurationError, .default5XX, .integrationFailure, .integrationTimeout:
            "InternalServerErrorException"
        case .authorizerConfigurationError, .authorizerFailure: "AuthorizerConfigurationException"
        case .badRequestBody, .badRequestParameters, .default4XX: "BadRequestException"
        case .expiredToken: "ExpiredTokenException"
        case .invalidAPIKey, .wafFiltered: "ForbiddenException"
        case .invalidSignature: "InvalidSignatureException"
        case .missingAuthenticationToken: "MissingAuthenticationTokenException"
        case .quotaExceeded: "LimitExceededException"
        case .requestTooLarge: "RequestTooLargeException"
        case .resourceNotFound: "NotFoundException"
        case .throttled: "TooManyRequestsException"
        case .unauthorized: "UnauthorizedException"
        case .unsupportedMediaType: "UnsupportedMediaTypeException"
        }
    }

    /// The type whose configuration counts when this one has none.
    var fallback: GatewayResponseType { defaultStatus < 500 ? .default4XX : .default5XX }
}
