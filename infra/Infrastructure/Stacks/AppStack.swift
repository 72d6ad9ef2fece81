package import Routes

/// What every deployment replaces: the functions and the API in front of them. It finds the data stack's tables and
/// secrets by their names, so either stack can be updated without the other.
package enum AppStack {
    /// The stack; its template is `app.json`.
    ///
    /// - Throws: when the routes do not fit into one API.
    package static func make(routes: [Route] = RouteTable.all) throws(SynthesisError) -> Stack {
        var stack = Stack("app", description: "AI model gateway: API and functions.")
        let environment = EnvironmentParameter(in: &stack)
        let codeBucket = stack.addParameter(
            Parameter("CodeBucket", "The bucket that holds the functions' zips.", .text)
        )
        let codeKeys = ServiceFunctions.CodeKeys(
            gateway: stack.addParameter(Parameter("GatewayCodeKey", "The gateway's zip in the bucket.", .text)),
            authorizer: stack.addParameter(
                Parameter("AuthorizerCodeKey", "The authorizer's zip in the bucket.", .text)
            ),
            mcp: stack.addParameter(Parameter("MCPCodeKey", "The MCP function's zip in the bucket.", .text))
        )
        let platform = ServiceFunction.Platform(
            environment: environment,
            codeBucket: codeBucket,
            architecture: stack.addParameter(
                Parameter(
                    "Architecture",
                    "What the zips are built for.",
                    .choice(["arm64", "x86_64"]),
                    default: "arm64"
                )
            ),
            memorySize: stack.addParameter(
                Parameter("MemorySize", "The functions' memory in MiB.", .number(128...10_240), default: "512")
            )
        )
        let functions = ServiceFunctions(platform: platform, codeKeys: codeKeys, in: &stack)
        let api = try PublicAPI(routes, functions: functions, environment: environment, in: &stack)
        stack.addOutput("ApiUrl", "The base URL of the API.", api.url)
        stack.addOutput("GatewayFunctionName", "The gateway function.", functions.gateway.function.ref)
        stack.addOutput("AuthorizerFunctionName", "The authorizer function.", functions.authorizer.function.ref)
        stack.addOutput("MCPFunctionName", "The MCP function.", functions.mcp.function.ref)
        return stack
    }
}
