import Routes

/// The REST API: routes, authorizer, errors, and the stage clients call.
struct PublicAPI {
    let url: Text

    init(
        _ routes: [Route],
        functions: ServiceFunctions,
        environment: EnvironmentParameter,
        in stack: inout Stack
    ) throws(SynthesisError) {
        let api = stack.add(
            "RestApi",
            APIGateway.RestAPI(
                name: environment.naming.prefix,
                description: "The AI model gateway.",
                securityPolicy: .tls13
            )
        )
        let authorizer = stack.add(
            "Authorizer",
            APIGateway.RequestAuthorizer(
                api: api.ref,
                name: "\(environment.naming.prefix)-authorizer",
                functionARN: functions.authorizer.function.attribute(.arn)
            )
        )
        let tree = try RouteTree(
            routes,
            target: RouteTree.Target(api: api, authorizer: authorizer, functions: functions),
            in: &stack
        )
        let errors = ErrorResponses(api: api, in: &stack)
        let deployment = Self.deploy(
            api,
            resources: [authorizer.id] + tree.resourceIDs,
            deployed: tree.methodIDs + errors.ids,
            in: &stack
        )
        Self.addStage(of: api, deployment: deployment, environment: environment, in: &stack)
        Self.allowInvocations(
            by: api,
            authorizer: authorizer,
            of: functions,
            environment: environment,
            in: &stack
        )
        url = "https://\(api.ref).execute-api.\(.region).\(.urlSuffix)/\(environment.value)"
    }

    /// A deployment copies what the API is at the time, so each API needs a deployment of its own: its logical id tells
    /// what it has copied, and CloudFormation replaces it when that changes.
    private static func deploy(
        _ api: Resource<APIGateway.RestAPI>,
        resources: [LogicalID],
        deployed: [LogicalID],
        in stack: inout Stack
    ) -> Resource<APIGateway.Deployment> {
        let fingerprint = stack.fingerprint(of: [api.id] + resources + deployed)
        return stack.add(
            "Deployment\(fingerprint)",
            APIGateway.Deployment(api: api.ref, description: "Revision \(fingerprint)"),
            dependsOn: deployed
        )
    }

    private static func addStage(
        of api: Resource<APIGateway.RestAPI>,
        deployment: Resource<APIGateway.Deployment>,
        environment: EnvironmentParameter,
        in stack: inout Stack
    ) {
        let accessLog = AccessLog(environment: environment, in: &stack)
        stack.add(
            "Stage",
            APIGateway.Stage(
                api: api.ref,
                name: environment.value,
                deployment: deployment.ref,
                accessLogARN: accessLog.arn,
                accessLogFormat: AccessLog.format,
                // Twice the 1,000 requests a second that production must sustain.
                throttlingRateLimit: environment.isProduction.choose(2_000, otherwise: 100),
                throttlingBurstLimit: environment.isProduction.choose(4_000, otherwise: 200)
            ),
            dependsOn: [accessLog.account.id]
        )
    }

    private static func allowInvocations(
        by api: Resource<APIGateway.RestAPI>,
        authorizer: Resource<APIGateway.RequestAuthorizer>,
        of functions: ServiceFunctions,
        environment: EnvironmentParameter,
        in stack: inout Stack
    ) {
        let methods = Naming.arn("execute-api", "\(api.ref)/\(environment.value)/*")
        let authorizers = Naming.arn("execute-api", "\(api.ref)/authorizers/\(authorizer.ref)")
        func allow(_ id: LogicalID, _ function: ServiceFunction, on source: Text) {
            stack.add(id, Lambda.APIGatewayPermission(functionName: function.function.ref, sourceARN: source))
        }
        allow("GatewayPermission", functions.gateway, on: methods)
        allow("MCPPermission", functions.mcp, on: methods)
        allow("AuthorizerPermission", functions.authorizer, on: authorizers)
    }
}
