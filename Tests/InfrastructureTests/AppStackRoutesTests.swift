import JSON
import Routes
import Testing

@testable import Infrastructure

@Suite("The API of the application stack")
struct AppStackRoutesTests {
    private let template: SynthesisedTemplate
    /// The methods by path and name: `/v1/models ANY`.
    private let methods: [String: JSONValue]

    init() throws {
        template = SynthesisedTemplate(json: try AppStack.make().template())
        var methods: [String: JSONValue] = [:]
        for id in template.ids(ofType: "AWS::ApiGateway::Method") {
            let method = try #require(template.properties(id))
            let path = try #require(Self.path(of: method["ResourceId"], in: template))
            methods["\(path) \(method["HttpMethod"]?.string ?? "?")"] = method
        }
        self.methods = methods
    }

    /// Follows a resource's parents to the root.
    private static func path(of resource: JSONValue?, in template: SynthesisedTemplate) -> String? {
        if resource == ["Fn::GetAtt": ["RestApi", "RootResourceId"]] { return "/" }
        guard let id = resource?["Ref"]?.string, let properties = template.properties(id),
            let part = properties["PathPart"]?.string, let parent = path(of: properties["ParentId"], in: template)
        else { return nil }
        return parent == "/" ? "/\(part)" : "\(parent)/\(part)"
    }

    @Test("has a method and a preflight for every route, and no others")
    func completeness() {
        let expected = RouteTable.all.flatMap { ["\($0.path) ANY", "\($0.path) OPTIONS"] }
        #expect(Set(methods.keys) == Set(expected))
        #expect(template.ids(ofType: "AWS::ApiGateway::Method").count == expected.count)
    }

    @Test("streams each route from its function", arguments: RouteTable.all)
    func integrations(route: Route) throws {
        let integration = try #require(methods["\(route.path) ANY"]?["Integration"])
        let function =
            switch route.function {
            case .gateway: "GatewayFunction"
            case .mcp: "MCPFunction"
            }
        #expect(integration["Type"] == "AWS_PROXY")
        #expect(integration["IntegrationHttpMethod"] == "POST")
        #expect(integration["ResponseTransferMode"] == "STREAM")
        let uri =
            "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2021-11-15/functions/${\(function).Arn}"
            + "/response-streaming-invocations"
        #expect(integration["Uri"] == ["Fn::Sub": .string(uri)])
    }

    @Test(
        "waits as long as the answer may take",
        arguments: [
            ("/v1/chat/completions", 900_000), ("/api/v1/completions", 900_000), ("/mcp", 60_000), ("/health", 29_000),
        ]
    )
    func timeouts(path: String, milliseconds: Int) {
        #expect(methods["\(path) ANY"]?["Integration"]?["TimeoutInMillis"]?.int == milliseconds)
    }

    @Test("waits no longer for a function than the function may run", arguments: RouteTable.all)
    func timeoutsOfFunctions(route: Route) throws {
        let function = route.function == .gateway ? "GatewayFunction" : "MCPFunction"
        let milliseconds = try #require(methods["\(route.path) ANY"]?["Integration"]?["TimeoutInMillis"]?.int)
        let seconds = try #require(template.properties(function)?["Timeout"]?.int)
        #expect(milliseconds <= seconds * 1_000)
    }

    @Test("authorizes what needs a key, and nothing else", arguments: RouteTable.all)
    func authorization(route: Route) throws {
        let method = try #require(methods["\(route.path) ANY"])
        switch route.access {
        case .open:
            #expect(method["AuthorizationType"] == "NONE")
            #expect(method["AuthorizerId"] == nil)
        case .key, .administrator:
            #expect(method["AuthorizationType"] == "CUSTOM")
            #expect(method["AuthorizerId"] == ["Ref": "Authorizer"])
        }
        #expect(methods["\(route.path) OPTIONS"]?["AuthorizationType"] == "NONE")
    }

    @Test("answers preflight requests by itself", arguments: RouteTable.all)
    func preflights(route: Route) throws {
        let method = try #require(methods["\(route.path) OPTIONS"])
        #expect(method["Integration"]?["Type"] == "MOCK")
        let answer = try #require(method["Integration"]?["IntegrationResponses"]?[0])
        let headers = try #require(answer["ResponseParameters"]?.object)
        #expect(headers["method.response.header.Access-Control-Allow-Origin"] == "'*'")
        let allowed = headers["method.response.header.Access-Control-Allow-Methods"]?.string ?? ""
        for name in route.methods + ["OPTIONS"] { #expect(allowed.contains(name)) }
        let accepted = headers["method.response.header.Access-Control-Allow-Headers"]?.string?.lowercased() ?? ""
        for name in ["authorization", "x-api-key", "api-key", "content-type", "mcp-protocol-version", "mcp-name"] {
            #expect(accepted.contains(name))
        }
        // API Gateway sends only headers that the method response declares.
        let declared = method["MethodResponses"]?[0]
        #expect(declared?["StatusCode"] == answer["StatusCode"])
        #expect(declared?["ResponseParameters"]?.object?.keys == headers.keys)
    }

    @Test("gives no two routes one logical id, and keeps the ids of routes when others come")
    func stableIDs() throws {
        let new = Route(.notFound, ["GET"], "/aa/new", function: .mcp, access: .open, dialect: .openAI)
        let more = SynthesisedTemplate(json: try AppStack.make(routes: [new] + RouteTable.all).template())
        let before = Set(template.resources.keys.filter { !$0.hasPrefix("Deployment") })
        let after = Set(more.resources.keys.filter { !$0.hasPrefix("Deployment") })
        #expect(after.subtracting(before) == ["AaResource", "AaNewResource", "AaNewMethod", "AaNewPreflight"])
        #expect(before.isSubset(of: after))
    }

    @Test("names routes whose logical ids collide")
    func collidingIDs() throws {
        let routes = ["/a-b", "/aB"].map {
            Route(.notFound, ["GET"], $0, function: .gateway, access: .open, dialect: .openAI)
        }
        let stack = try AppStack.make(routes: routes)
        #expect(throws: SynthesisError.duplicateLogicalID("ABResource")) { try stack.synthesized() }
    }

    @Test("has no more resources than API Gateway takes")
    func quota() throws {
        func routes(_ count: Int) -> [Route] {
            (1...count).map {
                Route(.notFound, ["GET"], "/r\($0)", function: .gateway, access: .open, dialect: .openAI)
            }
        }
        _ = try AppStack.make(routes: routes(299))
        #expect(throws: SynthesisError.tooMany("API resources", count: 301, limit: 300)) {
            try AppStack.make(routes: routes(300))
        }
    }

    @Test("is deployed anew when a route changes, and only then")
    func deployment() throws {
        func deployments(_ routes: [Route]) throws -> [String] {
            SynthesisedTemplate(json: try AppStack.make(routes: routes).template())
                .ids(ofType: "AWS::ApiGateway::Deployment")
        }
        let current = template.ids(ofType: "AWS::ApiGateway::Deployment")
        #expect(current.count == 1)
        #expect(try deployments(RouteTable.all) == current)
        #expect(try deployments(RouteTable.all.dropLast()) != current)
        #expect(template.properties("Stage")?["DeploymentId"] == ["Ref": .string(current[0])])
        let dependencies = template.resources[current[0]]?["DependsOn"]?.array?.compactMap(\.string) ?? []
        let deployed =
            template.ids(ofType: "AWS::ApiGateway::Method") + template.ids(ofType: "AWS::ApiGateway::GatewayResponse")
        #expect(Set(dependencies) == Set(deployed))
    }
}
