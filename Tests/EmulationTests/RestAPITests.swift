import JSON
import Testing

@testable import Emulation

@Suite("An API in a template")
struct RestAPITests {
    private static func api(changing changes: JSONObject) throws -> RestAPI {
        try RestAPI(in: try TestTemplate.stacks(TestTemplate.api(changes: changes)))
    }

    /// The resource of the test template with some properties changed; null removes one.
    private static func changed(_ id: String, _ changes: JSONObject) -> JSONObject {
        let template = TestTemplate.api()
        var resource = template["Resources"]?[id]?.object ?? [:]
        var properties = resource["Properties"]?.object ?? [:]
        for change in changes { properties[change.key] = change.value.isNull ? JSONValue?.none : change.value }
        resource["Properties"] = .object(properties)
        return [id: .object(resource)]
    }

    @Test("is read with its integrations")
    func readsIntegrations() throws {
        let api = try Self.api(changing: [:])
        func integration(_ path: String) throws -> FunctionIntegration {
            let method = try #require(api.routes.match(path)?.resource.method("GET"))
            guard case .function(let integration) = method.integration else { throw StandInConnection.Closed() }
            return integration
        }
        #expect(try integration("/stream").streams)
        #expect(try integration("/stream").timeoutMilliseconds == 29_000)
        #expect(try !integration("/buffered").streams)
        #expect(try integration("/slow").timeoutMilliseconds == 400)
        #expect(try integration("/any/thing").function == FunctionARN(name: "gateway", qualifier: nil))
        #expect(api.functionNames == ["gateway", "authorizer"])
        #expect(api.stage == "test")
        let authorizer = try #require(api.routes.match("/cached")?.resource.method("GET")?.authorizer)
        #expect(authorizer.identitySources == [.header("X-User"), .header("Authorization")])
        #expect(authorizer.resultLifetimeSeconds == 300)
    }

    @Test("warns of methods its deployment does not wait for")
    func warnsOfDeployment() throws {
        let warning = try #require(try Self.api(changing: [:]).warnings.first)
        #expect(warning.contains("does not depend on 7 of the methods"))
        let complete = try Self.api(changing: [
            "Deployment": [
                "Type": "AWS::ApiGateway::Deployment", "Properties": ["RestApiId": ["Ref": "Api"]],
                "DependsOn": [
                    "StreamMethod", "BufferedMethod", "SlowMethod", "GuardedMethod", "GuardedNameMethod",
                    "CachedMethod",
                    "ProxyMethod", "Preflight",
                ],
            ]
        ])
        #expect(complete.warnings.isEmpty)
    }

    @Test("knows what API Gateway may not invoke")
    func checksPermissions() throws {
        let none = try Self.api(changing: ["Permission": nil, "AuthorizerPermission": nil])
        #expect(none.warnings.count { $0.contains("no AWS::Lambda::Permission") } == 8)
        for source in ["arn:aws:execute-api:us-east-1:123456789012:other/*", "arn:aws:execute-api:*:*:*/prod/*"] {
            let other = try Self.api(changing: Self.changed("Permission", ["SourceArn": .string(source)]))
            #expect(other.warnings.count { $0.contains("no AWS::Lambda::Permission") } == 7)
        }
        let principal = try Self.api(changing: Self.changed("Permission", ["Principal": "s3.amazonaws.com"]))
        #expect(principal.warnings.count { $0.contains("no AWS::Lambda::Permission") } == 7)
    }

    @Test(
        "that API Gateway or CloudFormation would refuse is refused, with the place",
        arguments: [
            ("Stage", nil, "stages"), ("Api", nil, "not declared"),
            ("Stream", ["ParentId": "nowhere"], "ParentId"), ("Stream", ["ParentId": ["Ref": "Stream"]], "circle"),
            ("Stream", ["PathPart": "buffered"], "sibling"), ("Stream", ["PathPart": "{other+}"], "sibling"),
            ("Stream", ["ParentId": ["Ref": "Proxy"]], "greedy"), ("Stream", ["PathPart": "a/b"], "segment"),
            ("Preflight", ["HttpMethod": "ANY"], "two methods"),
            ("StreamMethod", ["AuthorizationType": "AWS_IAM"], "AWS_IAM"),
            ("StreamMethod", ["AuthorizationType": "CUSTOM"], "AuthorizerId"),
            ("StreamMethod", ["ApiKeyRequired": true], "usage plans"),
            ("StreamMethod", ["Integration": nil], "required"),
            ("StreamMethod", ["Integration": ["Type": "HTTP_PROXY"]], "AWS_PROXY and MOCK"),
            ("StreamMethod", ["ResourceId": "nowhere"], "ResourceId"),
            ("Authorizer", ["Type": "TOKEN"], "REQUEST"),
            ("Authorizer", ["AuthorizerUri": "arn:aws:lambda"], "AuthorizerUri"),
            ("CachingAuthorizer", ["IdentitySource": nil], "IdentitySource"),
            ("CachingAuthorizer", ["IdentitySource": "header.X"], "no identity source"),
            ("CachingAuthorizer", ["AuthorizerResultTtlInSeconds": 3_601], "3600"),
            ("TooLarge", ["ResponseType": "TOO_LARGE"], "ResponseType"), ("TooLarge", ["StatusCode": "abc"], "599"),
            ("Throttled", ["ResponseParameters": ["X": "'1'"]], "header"),
            ("GatewayFunction", ["Timeout": 901], "900"),
        ] as [(String, JSONObject?, String)]
    )
    func refuses(id: String, changes: JSONObject?, message: String) throws {
        let change = changes.map { Self.changed(id, $0) } ?? [id: nil]
        let error = #expect(throws: TemplateError.self) {
            let stacks = try TestTemplate.stacks(TestTemplate.api(changes: change))
            _ = try FunctionDefinition.all(in: stacks)
            _ = try RestAPI(in: stacks)
        }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test(
        "whose integration and transfer mode do not belong together is refused",
        arguments: [
            ("2021-11-15", "GatewayFunction", "response-streaming-invocations", "BUFFERED"),
            ("2015-03-31", "GatewayFunction", "invocations", "STREAM"),
            ("2015-03-31", "GatewayFunction", "response-streaming-invocations", "STREAM"),
            ("2021-11-15", "GatewayFunction", "invocations", "BUFFERED"),
            ("2015-03-31", "GatewayFunction", "invocations", "OTHER"),
        ]
    )
    func refusesMismatch(version: String, function: String, action: String, mode: String) throws {
        let integration: JSONValue = [
            "Type": "AWS_PROXY", "IntegrationHttpMethod": "POST", "ResponseTransferMode": .string(mode),
            "Uri": TestTemplate.uri(version, function, action),
        ]
        #expect(throws: TemplateError.self) {
            try Self.api(changing: Self.changed("StreamMethod", ["Integration": integration]))
        }
    }

    @Test("may call a version or an alias, if the permission is on that")
    func knowsAliases() throws {
        let alias: JSONValue = [
            "Type": "AWS::Lambda::Alias", "Properties": ["FunctionName": ["Ref": "GatewayFunction"], "Name": "live"],
        ]
        let uri: JSONValue = [
            "Fn::Sub": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Live}/invocations"
        ]
        var changes = Self.changed(
            "BufferedMethod",
            ["Integration": ["Type": "AWS_PROXY", "IntegrationHttpMethod": "POST", "Uri": uri]]
        )
        changes["Live"] = alias
        let unqualified = try Self.api(changing: changes)
        #expect(unqualified.warnings.contains { $0.contains("ANY /buffered will answer 500") })
        for member in Self.changed("AuthorizerPermission", ["FunctionName": ["Ref": "Live"]]) {
            changes[member.key] = member.value
        }
        let qualified = try Self.api(changing: changes)
        #expect(!qualified.warnings.contains { $0.contains("ANY /buffered will answer 500") })
    }

    @Test("is booted by the templates that are deployed")
    func bootsCommittedTemplates() throws {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let stacks = try StackSet(
            templates: try StackSet.templates(in: "/\(folder)/infra/templates"),
            presets: ["Environment": "dev"]
        )
        let api = try RestAPI(in: stacks)
        #expect(api.warnings.isEmpty)
        let functions = try FunctionDefinition.all(in: stacks)
        #expect(Set(functions.map(\.logicalID)) == ["GatewayFunction", "AuthorizerFunction", "MCPFunction"])
        #expect(api.functionNames == Set(functions.map(\.name)))
        let method = try #require(api.routes.match("/v1/chat/completions")?.resource.method("POST"))
        #expect(method.authorizer != nil)
        guard case .function(let integration) = method.integration else {
            Issue.record("no function serves /v1/chat/completions")
            return
        }
        #expect(integration.streams)
        #expect(api.routes.match("/health")?.resource.method("GET")?.authorizer == nil)
    }
}
