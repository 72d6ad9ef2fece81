import HTTP
import JSON
import POSIX

@testable import Emulation

/// An API on loopback with stand-ins for its functions.
///
/// Its routes: `/stream` and `/{proxy+}` stream, `/buffered` does not, `/slow` streams with an integration timeout of
/// 400 ms, `/guarded` and `/guarded/{name}` ask an authorizer, `/cached` asks one whose results are kept, OPTIONS on
/// `/stream` is a preflight.
final class TestAPI: Sendable {
    let gateway: FunctionPool
    let authorizer: FunctionPool
    let server: FrontServer
    /// What would be on standard error.
    let complaints = Monitor<[String]>([])

    init(
        gateway: StandInFunction,
        authorizer: StandInFunction = StandInFunction { _ in },
        settings: FunctionPool.Settings = TestAPI.patientSettings,
        timeoutSeconds: Int = 30,
        binaryMediaTypes: [String] = []
    ) throws {
        let stacks = try TestTemplate.stacks(TestTemplate.api(binaryMediaTypes: binaryMediaTypes))
        let api = try RestAPI(in: stacks)
        let complaints = complaints
        func pool(_ id: String, _ name: String, _ launcher: StandInFunction) throws -> FunctionPool {
            let function = FunctionDefinition(logicalID: id, name: name, timeoutSeconds: timeoutSeconds)
            let log = try FunctionLog(name: id, path: nil, isVerbose: false) { line in
                complaints.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
            }
            return try FunctionPool(function: function, settings: settings, log: log, launcher: launcher)
        }
        self.gateway = try pool("GatewayFunction", "gateway", gateway)
        self.authorizer = try pool("AuthorizerFunction", "authorizer", authorizer)
        let pools = ["gateway": self.gateway, "authorizer": self.authorizer]
        server = try FrontServer(port: 0, gateway: APIGateway(api: api, pools: pools))
        try server.start()
    }

    deinit {
        server.stop()
        gateway.requestEnd()
        authorizer.requestEnd()
    }

    /// Nobody is throttled, and no second sandbox is started, because the machine is busy.
    static let patientSettings: FunctionPool.Settings = {
        var settings = FunctionPool.Settings()
        settings.throttleNanoseconds = 60_000_000_000
        settings.graceNanoseconds = 60_000_000_000
        return settings
    }()

    func connect() throws -> StandInConnection { try StandInConnection("127.0.0.1:\(server.port)") }

    /// Sends one request on a connection of its own and returns the whole answer.
    func send(
        _ method: String = "GET",
        _ path: String,
        headers: String = "",
        body: [UInt8] = []
    ) throws -> (head: HTTP1Head, body: [UInt8]) {
        let connection = try connect()
        try connection.send(Self.request(method, path, headers: headers, body: body))
        connection.expectAnswer(to: HTTP.Method(rawValue: method))
        return try connection.receive()
    }

    static func request(_ method: String, _ path: String, headers: String = "", body: [UInt8] = []) -> [UInt8] {
        let length = body.isEmpty ? "" : "Content-Length: \(body.count)\r\n"
        return Array("\(method) \(path) HTTP/1.1\r\nHost: api.test\r\n\(headers)\(length)\r\n".utf8) + body
    }
}

/// Templates for tests.
enum TestTemplate {
    /// The stacks of templates given as JSON values.
    static func stacks(_ templates: JSONValue..., parameters: [String: String] = [:]) throws -> StackSet {
        var parsed: [Template] = []
        for (index, template) in templates.enumerated() {
            parsed.append(try Template(name: "stack\(index).json", parsing: template.serialized()))
        }
        return try StackSet(templates: parsed, parameters: parameters)
    }

    /// The template of `TestAPI`; `changes` replace or add resources, and remove those whose value is null.
    static func api(binaryMediaTypes: [String] = [], changes: JSONObject = [:]) -> JSONValue {
        var resources: JSONObject = [
            "GatewayFunction": function("gateway"), "AuthorizerFunction": function("authorizer"),
            "Permission": [
                "Type": "AWS::Lambda::Permission",
                "Properties": [
                    "Action": "lambda:InvokeFunction", "FunctionName": ["Ref": "GatewayFunction"],
                    "Principal": "apigateway.amazonaws.com",
                    "SourceArn": [
                        "Fn::Sub": "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*"
                    ],
                ],
            ],
            "AuthorizerPermission": [
                "Type": "AWS::Lambda::Permission",
                "Properties": [
                    "Action": "lambda:InvokeFunction", "FunctionName": ["Fn::GetAtt": ["AuthorizerFunction", "Arn"]],
                    "Principal": "apigateway.amazonaws.com",
                ],
            ],
            "Api": [
                "Type": "AWS::ApiGateway::RestApi",
                "Properties": ["Name": "test", "BinaryMediaTypes": .array(binaryMediaTypes.map(JSONValue.string))],
            ],
            "Authorizer": authorizer(["AuthorizerResultTtlInSeconds": 0]),
            "CachingAuthorizer": authorizer([
                "AuthorizerResultTtlInSeconds": 300,
                "IdentitySource": "method.request.header.X-User, method.request.header.Authorization",
            ]),
            "Deployment": [
                "Type": "AWS::ApiGateway::Deployment", "Properties": ["RestApiId": ["Ref": "Api"]],
                "DependsOn": ["StreamMethod"],
            ],
            "Stage": [
                "Type": "AWS::ApiGateway::Stage",
                "Properties": [
                    "RestApiId": ["Ref": "Api"], "StageName": "test", "DeploymentId": ["Ref": "Deployment"],
                ],
            ],
            "TooLarge": [
                "Type": "AWS::ApiGateway::GatewayResponse",
                "Properties": [
                    "RestApiId": ["Ref": "Api"], "ResponseType": "REQUEST_TOO_LARGE",
                    "ResponseTemplates": ["application/json": #"{"too":"large","id":"$context.requestId"}"#],
                ],
            ],
            "Throttled": [
                "Type": "AWS::ApiGateway::GatewayResponse",
                "Properties": [
                    "RestApiId": ["Ref": "Api"], "ResponseType": "THROTTLED",
                    "ResponseParameters": ["gatewayresponse.header.Retry-After": "'1'"],
                ],
            ],
        ]
        add("Stream", part: "stream", to: &resources)
        add("Buffered", part: "buffered", streams: false, to: &resources)
        add("Slow", part: "slow", timeout: 400, to: &resources)
        add("Guarded", part: "guarded", authorizer: "Authorizer", to: &resources)
        add("GuardedName", part: "{name}", parent: "Guarded", authorizer: "Authorizer", to: &resources)
        add("Cached", part: "cached", authorizer: "CachingAuthorizer", to: &resources)
        add("Proxy", part: "{proxy+}", to: &resources)
        resources["Preflight"] = preflight
        for change in changes { resources[change.key] = change.value.isNull ? JSONValue?.none : change.value }
        return ["Resources": .object(resources)]
    }

    private static func function(_ name: String) -> JSONValue {
        [
            "Type": "AWS::Lambda::Function",
            "Properties": ["FunctionName": .string(name), "Code": ["S3Bucket": ["Ref": "Nowhere"]], "Timeout": 30],
        ]
    }

    private static func authorizer(_ properties: JSONObject) -> JSONValue {
        var all: JSONObject = [
            "RestApiId": ["Ref": "Api"], "Type": "REQUEST",
            "AuthorizerUri": uri("2015-03-31", "AuthorizerFunction", "invocations"),
        ]
        for member in properties { all[member.key] = member.value }
        return ["Type": "AWS::ApiGateway::Authorizer", "Properties": .object(all)]
    }

    static func uri(_ version: String, _ function: String, _ action: String) -> JSONValue {
        let path = "lambda:path/\(version)/functions/${\(function).Arn}/\(action)"
        return ["Fn::Sub": .string("arn:aws:apigateway:${AWS::Region}:\(path)")]
    }

    private static func add(
        _ name: String,
        part: String,
        parent: String? = nil,
        streams: Bool = true,
        timeout: Int? = nil,
        authorizer: String? = nil,
        to resources: inout JSONObject
    ) {
        let parentID: JSONValue = parent.map { ["Ref": .string($0)] } ?? ["Fn::GetAtt": ["Api", "RootResourceId"]]
        resources[name] = [
            "Type": "AWS::ApiGateway::Resource",
            "Properties": ["RestApiId": ["Ref": "Api"], "ParentId": parentID, "PathPart": .string(part)],
        ]
        var integration: JSONObject = [
            "Type": "AWS_PROXY", "IntegrationHttpMethod": "POST",
            "Uri": streams
                ? uri("2021-11-15", "GatewayFunction", "response-streaming-invocations")
                : uri("2015-03-31", "GatewayFunction", "invocations"),
        ]
        if streams { integration["ResponseTransferMode"] = "STREAM" }
        if let timeout { integration["TimeoutInMillis"] = .number(JSONNumber(timeout)) }
        var method: JSONObject = [
            "RestApiId": ["Ref": "Api"], "ResourceId": ["Ref": .string(name)], "HttpMethod": "ANY",
            "Integration": .object(integration),
        ]
        if let authorizer {
            method["AuthorizationType"] = "CUSTOM"
            method["AuthorizerId"] = ["Ref": .string(authorizer)]
        }
        resources["\(name)Method"] = ["Type": "AWS::ApiGateway::Method", "Properties": .object(method)]
    }

    private static let preflight: JSONValue = [
        "Type": "AWS::ApiGateway::Method",
        "Properties": [
            "RestApiId": ["Ref": "Api"], "ResourceId": ["Ref": "Stream"], "HttpMethod": "OPTIONS",
            "AuthorizationType": "NONE",
            "Integration": [
                "Type": "MOCK", "RequestTemplates": ["application/json": #"{"statusCode": 204}"#],
                "IntegrationResponses": [
                    [
                        "StatusCode": "204",
                        "ResponseParameters": ["method.response.header.Access-Control-Allow-Origin": "'*'"],
                    ]
                ],
            ],
            "MethodResponses": [
                [
                    "StatusCode": "204",
                    "ResponseParameters": ["method.response.header.Access-Control-Allow-Origin": false],
                ]
            ],
        ],
    ]
}
