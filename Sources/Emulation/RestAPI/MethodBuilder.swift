import JSON

/// Reads an `AWS::ApiGateway::Method`.
struct MethodBuilder {
    let builder: RestAPIBuilder
    let method: StackSet.DeployedResource
    let stage: String
    /// The resource's path.
    let path: String

    func build(authorizers: [String: Authorizer]) throws(TemplateError) -> APIMethod {
        guard try method.boolean("ApiKeyRequired") != true else {
            throw method.makeError("ApiKeyRequired", "the emulator knows no usage plans")
        }
        return APIMethod(authorizer: try authorizer(among: authorizers), integration: try integration())
    }

    private func authorizer(among authorizers: [String: Authorizer]) throws(TemplateError) -> Authorizer? {
        switch try method.text("AuthorizationType") ?? "NONE" {
        case "NONE": return nil
        case "CUSTOM":
            guard let authorizer = authorizers[try method.requiredText("AuthorizerId")] else {
                throw method.makeError("AuthorizerId", "names no authorizer of this API")
            }
            return authorizer
        case let type: throw method.makeError("AuthorizationType", "the emulator does not play \(type)")
        }
    }

    private func integration() throws(TemplateError) -> Integration {
        guard let integration = method.properties["Integration"] else { throw error("Integration", "is required") }
        switch integration["Type"]?.string {
        case "AWS_PROXY": return .function(try functionIntegration(integration))
        case "MOCK": return .mock(try MockBuilder(method: method, integration: integration).build())
        default: throw error("Type", "the emulator plays AWS_PROXY and MOCK integrations only")
        }
    }

    private func functionIntegration(_ integration: JSONValue) throws(TemplateError) -> FunctionIntegration {
        guard integration["IntegrationHttpMethod"]?.string == "POST" else {
            throw error("IntegrationHttpMethod", "Lambda functions are invoked with POST")
        }
        guard let uri = integration["Uri"]?.string.flatMap(IntegrationURI.init) else {
            throw error("Uri", "is no Lambda invocation URI (…:lambda:path/VERSION/functions/ARN/ACTION)")
        }
        try builder.checkFunction(uri.function, of: method, property: "Integration.Uri")
        let mode = integration["ResponseTransferMode"]?.string ?? "BUFFERED"
        guard ["BUFFERED", "STREAM"].contains(mode) else { throw error("ResponseTransferMode", "is unknown") }
        let streams = mode == "STREAM"
        guard streams == uri.streams else {
            throw error("Uri", "does not go with ResponseTransferMode \(mode): API Gateway does not support the pair")
        }
        let timeout = integration["TimeoutInMillis"].flatMap(IntrinsicResolver.scalarText).map { Int($0) ?? 0 }
        if let timeout, !(50...900_000).contains(timeout) { throw error("TimeoutInMillis", "is not 50 to 900000") }
        // The permission names a method, and the source is any of them when the method is ANY.
        let verb = try method.requiredText("HttpMethod")
        let source = builder.stacks.context.arn(
            "execute-api",
            "\(builder.id)/\(stage)/\(verb == "ANY" ? "*" : verb)\(path)"
        )
        return FunctionIntegration(
            function: uri.function,
            functionARN: uri.functionARN,
            streams: streams,
            timeoutMilliseconds: timeout ?? FunctionIntegration.defaultTimeoutMilliseconds,
            isPermitted: integration["Credentials"] != nil
                ? true : try InvokePermissions(stacks: builder.stacks).allow(uri.function, from: source)
        )
    }

    private func error(_ property: String, _ message: String) -> TemplateError {
        method.makeError("Integration.\(property)", message)
    }
}

/// Reads a `MOCK` integration.
struct MockBuilder {
    let method: StackSet.DeployedResource
    let integration: JSONValue

    func build() throws(TemplateError) -> MockIntegration {
        var statuses: [(contentType: String, status: Int)] = []
        for template in try texts(integration["RequestTemplates"], "RequestTemplates") {
            guard let status = Self.status(of: template.value) else {
                throw error("RequestTemplates", "is not a JSON object with a number statusCode")
            }
            statuses.append((template.name, status))
        }
        var answers: [MockIntegration.Answer] = []
        for response in integration["IntegrationResponses"]?.array ?? [] { answers.append(try answer(response)) }
        return MockIntegration(statuses: statuses, answers: answers)
    }

    private static func status(of template: String) -> Int? {
        do throws(JSONError) {
            return try JSONValue(parsing: Array(template.utf8))["statusCode"]?.int
        } catch {
            return nil
        }
    }

    private func answer(_ response: JSONValue) throws(TemplateError) -> MockIntegration.Answer {
        guard let status = response["StatusCode"].flatMap(IntrinsicResolver.scalarText).flatMap({ Int($0) }) else {
            throw error("IntegrationResponses", "has an entry without StatusCode")
        }
        let declared = try declaredHeaders(status)
        var headers: [(name: String, value: String)] = []
        for parameter in try texts(response["ResponseParameters"], "IntegrationResponses.ResponseParameters") {
            let prefix = "method.response.header."
            guard parameter.name.hasPrefix(prefix), declared.contains(parameter.name.lowercased()) else {
                throw error(
                    "IntegrationResponses",
                    "\(parameter.name) is not declared by MethodResponses for \(status)"
                )
            }
            guard parameter.value.count >= 2, parameter.value.hasPrefix("'"), parameter.value.hasSuffix("'") else {
                throw error("IntegrationResponses", "\(parameter.name) is not a static value in single quotes")
            }
            headers.append(
                (String(parameter.name.dropFirst(prefix.count)), String(parameter.value.dropFirst().dropLast()))
            )
        }
        let templates = try texts(response["ResponseTemplates"], "IntegrationResponses.ResponseTemplates")
        return MockIntegration.Answer(
            status: status,
            selectionPattern: response["SelectionPattern"]?.string,
            headers: headers,
            templates: templates.map { ($0.name, $0.value) }
        )
    }

    /// The parameters, in lower case, that `MethodResponses` lets the status carry.
    private func declaredHeaders(_ status: Int) throws(TemplateError) -> Set<String> {
        let response = method.properties["MethodResponses"]?.array?.first {
            $0["StatusCode"].flatMap(IntrinsicResolver.scalarText) == String(status)
        }
        guard let response else { throw error("IntegrationResponses", "MethodResponses has no status \(status)") }
        return Set(response["ResponseParameters"]?.object?.keys.map { $0.lowercased() } ?? [])
    }

    private func texts(
        _ value: JSONValue?,
        _ property: String
    ) throws(TemplateError) -> [(name: String, value: String)] {
        try StackSet.DeployedResource.textMap(
            value,
            at: method.location.appending("Properties").appending("Integration").appending(property)
        )
    }

    private func error(_ property: String, _ message: String) -> TemplateError {
        method.makeError("Integration.\(property)", message)
    }
}
