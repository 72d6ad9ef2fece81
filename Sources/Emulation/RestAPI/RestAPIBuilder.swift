import JSON

extension RestAPI {
    /// The one REST API of the templates. Fails when there is none or more, and when API Gateway would refuse a part of
    /// it or the emulator does not know how to play it.
    init(in stacks: StackSet) throws(TemplateError) {
        let apis = stacks.resources(ofType: "AWS::ApiGateway::RestApi")
        guard let api = apis.first, apis.count == 1 else {
            throw TemplateError(
                template: "templates",
                message: "\(apis.count) resources of type AWS::ApiGateway::RestApi, not one"
            )
        }
        self = try RestAPIBuilder(stacks: stacks, api: api).build()
    }
}

/// Puts a REST API together from the resources that belong to it.
struct RestAPIBuilder {
    let stacks: StackSet
    let api: StackSet.DeployedResource
    var id: String { api.physicalID }

    func build() throws(TemplateError) -> RestAPI {
        guard api.properties["Body"] == nil, api.properties["BodyS3Location"] == nil else {
            throw api.makeError("Body", "the emulator reads resources and methods, not OpenAPI documents")
        }
        let stage = try stage()
        var variables: [String: String] = [:]
        for variable in try stage.textMap("Variables") { variables[variable.name] = variable.value }
        var resources = try ResourceTreeBuilder(builder: self).resources()
        try addMethods(to: &resources, stage: stage.physicalID)
        let methods = resources.values.flatMap { $0.methods.values }
        return RestAPI(
            id: id,
            context: stacks.context,
            stage: stage.physicalID,
            stageVariables: variables,
            binaryMediaTypes: try api.texts("BinaryMediaTypes"),
            routes: RouteTree(Array(resources.values)),
            gatewayResponses: try gatewayResponses(),
            functionNames: Self.functionNames(of: methods),
            warnings: DeploymentCheck(stacks: stacks, api: api).warnings() + Self.permissionWarnings(for: resources)
        )
    }

    private func addMethods(
        to resources: inout [String: APIResource],
        stage: String
    ) throws(TemplateError) {
        let authorizers = try authorizers()
        for method in try members("AWS::ApiGateway::Method") {
            let resourceID = try method.requiredText("ResourceId")
            guard let resource = resources[resourceID] else {
                throw method.makeError("ResourceId", "names no resource of this API")
            }
            let verb = try method.requiredText("HttpMethod")
            guard resource.methods[verb] == nil else {
                throw method.makeError("HttpMethod", "\(resource.path) has two methods \(verb)")
            }
            resources[resourceID]?.methods[verb] =
                try MethodBuilder(builder: self, method: method, stage: stage, path: resource.path)
                .build(authorizers: authorizers)
        }
    }

    private static func functionNames(of methods: [APIMethod]) -> Set<String> {
        var names: Set<String> = []
        for method in methods {
            if case .function(let integration) = method.integration { names.insert(integration.function.name) }
            if let authorizer = method.authorizer { names.insert(authorizer.function.name) }
        }
        return names
    }

    /// What API Gateway will not be allowed to invoke: each method, and each authorizer once.
    private static func permissionWarnings(for resources: [String: APIResource]) -> [String] {
        var subjects: Set<String> = []
        for resource in resources.values {
            for (verb, method) in resource.methods {
                if case .function(let integration) = method.integration, !integration.isPermitted {
                    subjects.insert("\(verb) \(resource.path)")
                }
                if let authorizer = method.authorizer, !authorizer.isPermitted {
                    subjects.insert("what the authorizer \(authorizer.function.name) guards")
                }
            }
        }
        return subjects.sorted().map {
            "\($0) will answer 500: no AWS::Lambda::Permission lets API Gateway invoke the function"
        }
    }

    /// Fails unless the templates declare the function.
    func checkFunction(
        _ function: FunctionARN,
        of resource: StackSet.DeployedResource,
        property: String
    ) throws(TemplateError) {
        let functions = stacks.resources(ofType: "AWS::Lambda::Function")
        guard functions.contains(where: { $0.physicalID == function.name }) else {
            throw resource.makeError(property, "no template declares the function \"\(function.name)\"")
        }
    }

    /// The resources of a type that belong to the API.
    func members(_ type: String) throws(TemplateError) -> [StackSet.DeployedResource] {
        var members: [StackSet.DeployedResource] = []
        for resource in stacks.resources(ofType: type) where try resource.requiredText("RestApiId") == id {
            members.append(resource)
        }
        return members
    }

    private func stage() throws(TemplateError) -> StackSet.DeployedResource {
        let stages = try members("AWS::ApiGateway::Stage")
        guard let stage = stages.first, stages.count == 1 else {
            throw api.location.makeError("has \(stages.count) stages (AWS::ApiGateway::Stage), not one")
        }
        _ = try stage.requiredText("DeploymentId")
        return stage
    }

    private func authorizers() throws(TemplateError) -> [String: Authorizer] {
        var authorizers: [String: Authorizer] = [:]
        for resource in try members("AWS::ApiGateway::Authorizer") {
            guard try resource.requiredText("Type") == "REQUEST" else {
                throw resource.makeError("Type", "the emulator plays REQUEST authorizers only")
            }
            guard let uri = IntegrationURI(try resource.requiredText("AuthorizerUri")), !uri.streams else {
                throw resource.makeError("AuthorizerUri", "is not …:lambda:path/2015-03-31/functions/ARN/invocations")
            }
            try checkFunction(uri.function, of: resource, property: "AuthorizerUri")
            let lifetime = try resource.integer("AuthorizerResultTtlInSeconds", in: 0...3_600) ?? 300
            var sources: [Authorizer.IdentitySource] = []
            for expression in (try resource.text("IdentitySource") ?? "").split(separator: ",").map(trimmed) {
                guard let source = Authorizer.IdentitySource(expression) else {
                    throw resource.makeError("IdentitySource", "\"\(expression)\" is no identity source")
                }
                sources.append(source)
            }
            guard lifetime == 0 || !sources.isEmpty else {
                throw resource.makeError("IdentitySource", "is required unless AuthorizerResultTtlInSeconds is 0")
            }
            let sourceARN = stacks.context.arn("execute-api", "\(id)/authorizers/\(resource.physicalID)")
            authorizers[resource.physicalID] = Authorizer(
                id: resource.physicalID,
                function: uri.function,
                functionARN: uri.functionARN,
                identitySources: sources,
                resultLifetimeSeconds: lifetime,
                isPermitted: try resource.text("AuthorizerCredentials") != nil
                    ? true : InvokePermissions(stacks: stacks).allow(uri.function, from: sourceARN)
            )
        }
        return authorizers
    }

    private func gatewayResponses() throws(TemplateError) -> GatewayResponses {
        var responses = GatewayResponses()
        for resource in try members("AWS::ApiGateway::GatewayResponse") {
            guard let type = GatewayResponseType(rawValue: try resource.requiredText("ResponseType")) else {
                throw resource.makeError("ResponseType", "is none of API Gateway's response types")
            }
            var configuration = GatewayResponses.Configuration()
            configuration.status = try resource.integer("StatusCode", in: 100...599)
            for parameter in try resource.textMap("ResponseParameters") {
                let prefix = "gatewayresponse.header."
                guard parameter.name.hasPrefix(prefix) else {
                    throw resource.makeError("ResponseParameters.\(parameter.name)", "does not name a header")
                }
                configuration.headers.append((String(parameter.name.dropFirst(prefix.count)), parameter.value))
            }
            configuration.templates = try resource.textMap("ResponseTemplates").map { ($0.name, $0.value) }
            responses[type] = configuration
        }
        return responses
    }
}

/// Who may invoke the functions (`AWS::Lambda::Permission`).
struct InvokePermissions {
    let stacks: StackSet

    /// Whether API Gateway may call the function on behalf of the source.
    func allow(_ function: FunctionARN, from sourceARN: String) throws(TemplateError) -> Bool {
        for permission in stacks.resources(ofType: "AWS::Lambda::Permission") {
            let action = try permission.requiredText("Action")
            let name = try permission.requiredText("FunctionName")
            guard ["lambda:InvokeFunction", "lambda:*"].contains(action),
                try permission.requiredText("Principal") == "apigateway.amazonaws.com",
                FunctionARN(name) ?? FunctionARN(name: name, qualifier: nil) == function
            else { continue }
            guard let pattern = try permission.text("SourceArn") else { return true }
            if Wildcard.matches(sourceARN, pattern: pattern) { return true }
        }
        return false
    }
}
