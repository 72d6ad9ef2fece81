import JSON

/// The log of every call, one line of JSON each, without anything a client could have put a secret in.
struct AccessLog {
    /// A line of the log, with the variables of "$context variables for access logging".
    static let format: String = {
        var line = JSONObject()
        for (name, variable) in fields { line[name] = .string("$context.\(variable)") }
        return String(decoding: JSONValue.object(line).serialized(), as: UTF8.self)
    }()

    /// The path comes without its query. Each value is a string: an absent one is written as a hyphen.
    private static let fields = [
        ("requestId", "requestId"), ("extendedRequestId", "extendedRequestId"), ("traceId", "xrayTraceId"),
        ("time", "requestTime"), ("sourceIp", "identity.sourceIp"), ("principalId", "authorizer.principalId"),
        ("method", "httpMethod"), ("path", "path"), ("resource", "resourcePath"), ("protocol", "protocol"),
        ("tlsVersion", "tlsVersion"), ("cipherSuite", "cipherSuite"), ("status", "status"),
        ("responseLength", "responseLength"), ("latency", "responseLatency"),
        ("integrationLatency", "integration.latency"), ("integrationStatus", "integration.status"),
        ("functionStatus", "integration.integrationStatus"), ("functionError", "integration.error"),
        ("authorizerLatency", "authorizer.latency"), ("authorizerStatus", "authorizer.status"),
        ("errorType", "error.responseType"),
    ]

    let arn: Text
    /// What must exist before a stage may log.
    let account: Resource<APIGateway.Account>

    init(environment: EnvironmentParameter, in stack: inout Stack) {
        let logGroup = stack.add(
            "AccessLogGroup",
            Logs.LogGroup(
                name: "/aws/apigateway/\(environment.naming.prefix)",
                retentionDays: environment.logRetentionDays
            )
        )
        // Unlike the attribute, without `:*` at the end, which a stage does not take.
        arn = Naming.arn("logs", "log-group:\(logGroup.ref)")
        // A region has one account for all its APIs, and no stage can log without it. It stays when the stack goes:
        // other stages, this product's or not, log with it.
        let role = stack.add(
            "ApiGatewayAccountRole",
            IAM.Role(
                service: "apigateway.amazonaws.com",
                managedPolicies: [
                    "arn:\(.partition):iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
                ]
            ),
            removal: .retain
        )
        account = stack.add(
            "ApiGatewayAccount",
            APIGateway.Account(cloudWatchRoleARN: role.attribute(.arn)),
            removal: .retain
        )
    }
}
