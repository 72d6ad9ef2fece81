extension APIGateway {
    /// `AWS::ApiGateway::Method`: what is done with requests for a resource.
    package struct Method: ResourceProperties {
        package static let type = "AWS::ApiGateway::Method"

        /// Who may call.
        enum Authorization: Sendable {
            case none
            /// Whom the authorizer lets pass.
            case authorizer(Text)
        }

        /// Who answers.
        enum Integration: Sendable {
            /// A function, as it writes.
            case streamingFunction(arn: Text, timeoutSeconds: Int)
            /// API Gateway itself, with a 204 of these headers.
            case noContent(headers: [(name: String, value: String)])
        }

        let api: Text
        let resource: Text
        /// A method, or `ANY`.
        let httpMethod: String
        let authorization: Authorization
        let integration: Integration

        package var properties: PropertyList {
            let common: PropertyList = [
                "RestApiId": .text(api), "ResourceId": .text(resource), "HttpMethod": .text(Text(httpMethod)),
            ]
            return common + authorization.properties + integration.properties
        }
    }
}

extension APIGateway.Method.Authorization {
    fileprivate var properties: PropertyList {
        switch self {
        case .none: ["AuthorizationType": "NONE"]
        case .authorizer(let id): ["AuthorizationType": "CUSTOM", "AuthorizerId": .text(id)]
        }
    }
}

extension APIGateway.Method.Integration {
    fileprivate var properties: PropertyList {
        switch self {
        case .streamingFunction(let arn, let timeoutSeconds):
            // The version of the path, the action and the transfer mode belong together ("Set up a Lambda proxy
            // integration with payload response streaming"); any other combination answers with a 500.
            [
                "Integration": .object([
                    "Type": "AWS_PROXY",
                    "IntegrationHttpMethod": "POST",
                    "Uri": .text(
                        APIGateway.uri(arn, version: "2021-11-15", action: "response-streaming-invocations")
                    ),
                    "ResponseTransferMode": "STREAM",
                    "TimeoutInMillis": .integer(timeoutSeconds * 1_000),
                ])
            ]
        case .noContent(let headers):
            [
                "Integration": .object([
                    "Type": "MOCK",
                    "RequestTemplates": .object(["application/json": #"{"statusCode": 204}"#]),
                    "IntegrationResponses": .list([
                        .object([
                            "StatusCode": "204",
                            "ResponseParameters": .object(
                                PropertyList(headers.map { (Self.parameter($0.name), Self.literal($0.value)) })
                            ),
                        ])
                    ]),
                ]),
                "MethodResponses": .list([
                    .object([
                        "StatusCode": "204",
                        "ResponseParameters": .object(
                            PropertyList(headers.map { (Self.parameter($0.name), .boolean(false)) })
                        ),
                    ])
                ]),
            ]
        }
    }

    private static func parameter(_ header: String) -> String { "method.response.header.\(header)" }

    /// Mapping expressions write constants in single quotes.
    private static func literal(_ value: String) -> PropertyValue { .text(Text("'\(value)'")) }
}
