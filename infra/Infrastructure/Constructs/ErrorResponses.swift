import JSON

/// What API Gateway answers by itself: errors that the SDKs of OpenAI and Anthropic both understand, since one answer
/// serves all routes.
struct ErrorResponses {
    private typealias Occasion = APIGateway.GatewayResponse.Occasion

    /// One error as a client sees it.
    private struct Problem {
        /// Nil for the status of the occasion.
        var status: Int?
        /// Anthropic's word, which names its SDK's error classes.
        let type: String
        /// OpenAI's word.
        let code: String
        /// What to do.
        let message: String
        var headers: [(name: String, value: String)] = []
    }

    let ids: [LogicalID]

    init(api: Resource<APIGateway.RestAPI>, in stack: inout Stack) {
        ids = Occasion.allCases.map { occasion in
            let problem = Self.problem(of: occasion)
            return stack.add(
                "\(Self.logicalName(of: occasion))Response",
                APIGateway.GatewayResponse(
                    api: api.ref,
                    occasion: occasion,
                    status: problem.status,
                    headers: Self.headers(of: problem),
                    body: Self.body(of: problem)
                )
            ).id
        }
    }

    private static func problem(of occasion: Occasion) -> Problem {
        switch occasion {
        case .unauthorized:
            Problem(
                status: 401,
                type: "authentication_error",
                code: "invalid_api_key",
                message: "No valid API key was sent. Send one as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'.",
                headers: [("WWW-Authenticate", "Bearer")]
            )
        case .accessDenied:
            Problem(
                status: 403,
                type: "permission_error",
                code: "permission_denied",
                message: "This API key may not do this. Ask the gateway's administrator for access."
            )
        // A path without a route comes as one or the other, by whether there is anything to call beneath it.
        case .missingAuthenticationToken, .resourceNotFound:
            Problem(
                status: 404,
                type: "not_found_error",
                code: "not_found",
                message: "There is no such route. Check the path and the base URL."
            )
        case .requestTooLarge:
            Problem(
                status: 413,
                type: "request_too_large",
                code: "request_too_large",
                message: "The request is too large. Send less than 6 MB."
            )
        case .throttled:
            Problem(
                status: 429,
                type: "rate_limit_error",
                code: "rate_limit_exceeded",
                message: "The gateway is receiving too many requests. Wait a second and try again.",
                headers: [("Retry-After", "1")]
            )
        case .quotaExceeded:
            Problem(
                status: 429,
                type: "rate_limit_error",
                code: "quota_exceeded",
                message: "The quota is used up. Wait for the next period, or ask the gateway's administrator for more.",
                headers: [("Retry-After", "3600")]
            )
        // The authorizer has an answer to every key; it fails when its own stores can't be reached.
        case .authorizerFailure:
            Problem(
                status: 503,
                type: "api_error",
                code: "authorizer_failure",
                message: "The API key could not be checked. Try again in a moment.",
                headers: [("Retry-After", "5")]
            )
        case .authorizerConfigurationError:
            Problem(
                status: 500,
                type: "api_error",
                code: "authorizer_failure",
                message: "The API key could not be checked. Try again in a moment."
            )
        case .integrationFailure:
            Problem(
                status: 502,
                type: "api_error",
                code: "bad_gateway",
                message: "The gateway could not answer. Try again in a moment."
            )
        case .integrationTimeout:
            Problem(
                status: 504,
                type: "timeout_error",
                code: "gateway_timeout",
                message: "There was no answer in time. Try again with less, or ask for a stream."
            )
        case .defaultClientError:
            Problem(
                type: "invalid_request_error",
                code: "$context.error.responseType",
                message: "The request was refused. Check its method, headers and body."
            )
        case .defaultServerError:
            Problem(
                type: "api_error",
                code: "$context.error.responseType",
                message: "The gateway failed. Try again in a moment; if it stays, report the request's id."
            )
        }
    }

    private static func headers(
        of problem: Problem
    ) -> [(name: String, value: APIGateway.GatewayResponse.HeaderValue)] {
        [
            ("x-request-id", .variable("context.requestId")),
            ("Access-Control-Allow-Origin", .literal(CrossOrigin.anyOrigin)),
            ("Access-Control-Expose-Headers", .literal(CrossOrigin.exposedErrorHeaders)),
        ] + problem.headers.map { ($0.name, .literal($0.value)) }
    }

    /// The one shape, with the member that Anthropic's clients look for beside those of OpenAI's.
    private static func body(of problem: Problem) -> String {
        let body: JSONValue = [
            "type": "error",
            "error": [
                "message": .string(problem.message),
                "type": .string(problem.type),
                "param": nil,
                "code": .string(problem.code),
            ],
            "request_id": "$context.requestId",
            "requestId": "$context.requestId",
        ]
        return String(decoding: body.serialized(), as: UTF8.self)
    }

    private static func logicalName(of occasion: Occasion) -> String {
        switch occasion {
        case .accessDenied: "AccessDenied"
        case .authorizerConfigurationError: "AuthorizerConfigurationError"
        case .authorizerFailure: "AuthorizerFailure"
        case .defaultClientError: "DefaultClientError"
        case .defaultServerError: "DefaultServerError"
        case .integrationFailure: "IntegrationFailure"
        case .integrationTimeout: "IntegrationTimeout"
        case .missingAuthenticationToken: "MissingAuthenticationToken"
        case .quotaExceeded: "QuotaExceeded"
        case .requestTooLarge: "RequestTooLarge"
        case .resourceNotFound: "ResourceNotFound"
        case .throttled: "Throttled"
        case .unauthorized: "Unauthorized"
        }
    }
}
