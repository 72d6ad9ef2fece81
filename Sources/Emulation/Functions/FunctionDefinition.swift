import JSON

/// A Lambda function as its template declares it (`AWS::Lambda::Function`).
struct FunctionDefinition: Sendable {
    /// The id in the template, which is also the name of the executable.
    let logicalID: String
    let name: String
    let arn: String
    let handler: String
    /// 128 when the template does not say.
    let memoryMegabytes: Int
    /// How long one invocation may take; 3 when the template does not say.
    let timeoutSeconds: Int
    /// The template's environment variables.
    let environment: [String: String]
    let logGroup: String
    /// `Text` or `JSON`.
    let logFormat: String
    /// `LoggingConfig.ApplicationLogLevel`, which Lambda passes on.
    let logLevel: String?

    init(
        logicalID: String,
        name: String? = nil,
        arn: String? = nil,
        handler: String = "bootstrap",
        memoryMegabytes: Int = 128,
        timeoutSeconds: Int = 3,
        environment: [String: String] = [:],
        logGroup: String? = nil,
        logFormat: String = "Text",
        logLevel: String? = nil
    ) {
        self.logicalID = logicalID
        self.name = name ?? logicalID
        self.arn = arn ?? DeploymentContext().arn("lambda", "function:\(self.name)")
        self.handler = handler
        self.memoryMegabytes = memoryMegabytes
        self.timeoutSeconds = timeoutSeconds
        self.environment = environment
        self.logGroup = logGroup ?? "/aws/lambda/\(self.name)"
        self.logFormat = logFormat
        self.logLevel = logLevel
    }

    /// Every function of the templates.
    static func all(in stacks: StackSet) throws(TemplateError) -> [FunctionDefinition] {
        var functions: [FunctionDefinition] = []
        for resource in stacks.resources(ofType: "AWS::Lambda::Function") {
            functions.append(try FunctionDefinition(resource, context: stacks.context))
        }
        return functions
    }

    private init(_ resource: StackSet.DeployedResource, context: DeploymentContext) throws(TemplateError) {
        let variables = try StackSet.DeployedResource.textMap(
            resource.properties["Environment"]?["Variables"],
            at: resource.location.appending("Properties").appending("Environment").appending("Variables")
        )
        for variable in variables where Self.isReserved(variable.name) {
            throw resource.makeError("Environment.Variables.\(variable.name)", "Lambda reserves this name")
        }
        let logging = resource.properties["LoggingConfig"]
        self.init(
            logicalID: resource.id,
            name: resource.physicalID,
            arn: context.arn("lambda", "function:\(resource.physicalID)"),
            handler: try resource.text("Handler") ?? "bootstrap",
            memoryMegabytes: try resource.integer("MemorySize", in: 128...32_768) ?? 128,
            timeoutSeconds: try resource.integer("Timeout", in: 1...900) ?? 3,
            environment: Dictionary(variables.map { ($0.name, $0.value) }) { _, last in last },
            logGroup: logging?["LogGroup"]?.string,
            logFormat: logging?["LogFormat"]?.string ?? "Text",
            logLevel: logging?["ApplicationLogLevel"]?.string
        )
    }

    /// Names a template cannot set ("Defined runtime environment variables" of the Lambda developer guide).
    private static func isReserved(_ name: String) -> Bool {
        let names = [
            "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
        ]
        return names.contains(name) || name.hasPrefix("AWS_LAMBDA_")
    }
}

/// The ARN of a function, or of one of its versions or aliases.
struct FunctionARN: Equatable {
    let name: String
    /// The version or alias; nil for the function itself.
    let qualifier: String?

    /// `arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]`; nil for anything else.
    init?(_ arn: String) {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 7 || parts.count == 8, parts[0] == "arn", parts[2] == "lambda", parts[5] == "function"
        else { return nil }
        name = String(parts[6])
        qualifier = parts.count == 8 ? String(parts[7]) : nil
    }

    init(name: String, qualifier: String?) {
        self.name = name
        self.qualifier = qualifier
    }
}
