extension APIGateway {
    /// `AWS::ApiGateway::GatewayResponse`: what API Gateway answers where no function does.
    package struct GatewayResponse: ResourceProperties {
        package static let type = "AWS::ApiGateway::GatewayResponse"

        /// The occasions ("Gateway response types" of API Gateway's developer guide) that have an answer of their own.
        package enum Occasion: String, Sendable, CaseIterable {
            case accessDenied = "ACCESS_DENIED"
            case authorizerConfigurationError = "AUTHORIZER_CONFIGURATION_ERROR"
            case authorizerFailure = "AUTHORIZER_FAILURE"
            case defaultClientError = "DEFAULT_4XX"
            case defaultServerError = "DEFAULT_5XX"
            case integrationFailure = "INTEGRATION_FAILURE"
            case integrationTimeout = "INTEGRATION_TIMEOUT"
            case missingAuthenticationToken = "MISSING_AUTHENTICATION_TOKEN"
            case quotaExceeded = "QUOTA_EXCEEDED"
            case requestTooLarge = "REQUEST_TOO_LARGE"
            case resourceNotFound = "RESOURCE_NOT_FOUND"
            case throttled = "THROTTLED"
            case unauthorized = "UNAUTHORIZED"
        }

        /// A header's value.
        enum HeaderValue: Sendable {
            case literal(String)
            /// A variable such as `context.requestId`.
            case variable(String)
        }

        let api: Text
        let occasion: Occasion
        /// Nil for the status of the occasion.
        let status: Int?
        let headers: [(name: String, value: HeaderValue)]
        /// JSON in which API Gateway puts the values of `$context` variables.
        let body: String

        package var properties: PropertyList {
            [
                "RestApiId": .text(api),
                "ResponseType": .text(Text(occasion.rawValue)),
                "StatusCode": status.map { .text(Text(String($0))) },
                "ResponseParameters": .object(
                    PropertyList(headers.map { ("gatewayresponse.header.\($0.name)", $0.value.expression) })
                ),
                "ResponseTemplates": .object(["application/json": .text(Text(body))]),
            ]
        }
    }
}

extension APIGateway.GatewayResponse.HeaderValue {
    /// Mapping expressions write constants in single quotes.
    fileprivate var expression: PropertyValue {
        switch self {
        case .literal(let literal): .text(Text("'\(literal)'"))
        case .variable(let name): .text(Text(name))
        }
    }
}
