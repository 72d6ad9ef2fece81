extension APIGateway {
    /// `AWS::ApiGateway::Stage`: a deployment that clients can call, traced and logged.
    package struct Stage: ResourceProperties {
        package static let type = "AWS::ApiGateway::Stage"

        let api: Text
        let name: Text
        let deployment: Text
        let accessLogARN: Text
        /// A line of the access log with `$context` variables.
        let accessLogFormat: String
        /// Requests per second that all clients together may send for long.
        let throttlingRateLimit: PropertyValue
        /// Requests at once.
        let throttlingBurstLimit: PropertyValue

        package var properties: PropertyList {
            [
                "RestApiId": .text(api),
                "StageName": .text(name),
                "DeploymentId": .text(deployment),
                "TracingEnabled": true,
                "AccessLogSetting": .object([
                    "DestinationArn": .text(accessLogARN), "Format": .text(Text(accessLogFormat)),
                ]),
                "MethodSettings": .list([
                    .object([
                        "ResourcePath": "/*",
                        "HttpMethod": "*",
                        "MetricsEnabled": true,
                        // Execution logs would hold what clients send.
                        "LoggingLevel": "OFF",
                        "DataTraceEnabled": false,
                        "ThrottlingRateLimit": throttlingRateLimit,
                        "ThrottlingBurstLimit": throttlingBurstLimit,
                    ])
                ]),
            ]
        }
    }
}
