/// A function with its log group and a role that allows what the function needs and nothing else.
struct ServiceFunction {
    /// What tells one function from another.
    struct Description {
        /// What its logical ids begin with.
        let id: String
        let name: Naming.Function
        let description: String
        let timeoutSeconds: Int
        let codeKey: Text
        /// Beyond `ENVIRONMENT`.
        let environment: [(name: String, value: Text)]
        let permissions: [IAM.Statement]
    }

    /// What the functions of a stack have in common.
    struct Platform {
        let environment: EnvironmentParameter
        let codeBucket: Text
        let architecture: Text
        let memorySize: Text
    }

    let function: Resource<Lambda.Function>
    let timeoutSeconds: Int

    init(_ description: Description, platform: Platform, in stack: inout Stack) {
        let name = platform.environment.naming.function(description.name)
        let logGroup = stack.add(
            "\(description.id)LogGroup",
            Logs.LogGroup(
                name: "/aws/lambda/\(name)",
                retentionDays: platform.environment.logRetentionDays
            )
        )
        let role = stack.add(
            "\(description.id)Role",
            IAM.Role(
                service: "lambda.amazonaws.com",
                statements: [
                    .allow(["logs:CreateLogStream", "logs:PutLogEvents"], on: [logGroup.attribute(.arn)]),
                    // X-Ray knows no resources that these actions could be confined to.
                    .allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], on: ["*"]),
                ] + description.permissions
            )
        )
        function = stack.add(
            "\(description.id)Function",
            Lambda.Function(
                name: name,
                description: description.description,
                code: Lambda.Function.Code(bucket: platform.codeBucket, key: description.codeKey),
                architecture: platform.architecture,
                role: role.attribute(.arn),
                memorySize: platform.memorySize,
                timeoutSeconds: description.timeoutSeconds,
                logGroup: logGroup.ref,
                environment: [("ENVIRONMENT", platform.environment.value)] + description.environment
            )
        )
        timeoutSeconds = description.timeoutSeconds
    }
}
