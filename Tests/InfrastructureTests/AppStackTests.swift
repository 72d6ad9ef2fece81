import Infrastructure
import JSON
import Testing

@Suite("The application stack")
struct AppStackTests {
    private let template: SynthesisedTemplate

    init() throws {
        template = SynthesisedTemplate(json: try AppStack.make().template())
    }

    @Test(
        "has three functions on the custom runtime",
        arguments: [("Gateway", "gateway", 900), ("Authorizer", "authorizer", 10), ("MCP", "mcp", 60)]
    )
    func functions(id: String, name: String, timeout: Int) throws {
        let function = try #require(template.properties("\(id)Function"))
        #expect(function["FunctionName"] == ["Fn::Sub": .string("ai-gateway-${Environment}-\(name)")])
        #expect(function["Runtime"] == "provided.al2023")
        #expect(function["Handler"] == "bootstrap")
        #expect(function["Architectures"] == [["Ref": "Architecture"]])
        #expect(function["Timeout"]?.int == timeout)
        #expect(function["MemorySize"] == ["Ref": "MemorySize"])
        #expect(function["Code"] == ["S3Bucket": ["Ref": "CodeBucket"], "S3Key": ["Ref": .string("\(id)CodeKey")]])
        #expect(function["TracingConfig"] == ["Mode": "Active"])
        #expect(function["LoggingConfig"]?["LogFormat"] == "JSON")
        #expect(function["LoggingConfig"]?["LogGroup"] == ["Ref": .string("\(id)LogGroup")])
        #expect(function["Role"] == ["Fn::GetAtt": [.string("\(id)Role"), "Arn"]])
        #expect(template.ids(ofType: "AWS::Lambda::Function").count == 3)
    }

    @Test(
        "tells each function what it needs to know, and nothing else",
        arguments: [
            (
                "GatewayFunction",
                [
                    "ENVIRONMENT", "API_KEY_TABLE_NAME", "PROVIDER_SECRETS_ID", "RATE_LIMIT_FREE_TIER_RPM",
                    "RATE_LIMIT_BASIC_TIER_RPM", "RATE_LIMIT_PREMIUM_TIER_RPM", "RATE_LIMIT_ENTERPRISE_TIER_RPM",
                ]
            ),
            ("AuthorizerFunction", ["ENVIRONMENT", "API_KEY_TABLE_NAME", "MASTER_KEY_SECRET_ID"]),
            ("MCPFunction", ["ENVIRONMENT", "API_KEY_TABLE_NAME", "PRODUCT_CATALOG_TABLE_NAME"]),
        ]
    )
    func variables(id: String, names: [String]) {
        let variables = template.properties(id)?["Environment"]?["Variables"]?.object
        #expect(variables?.keys == names)
        #expect(variables?["ENVIRONMENT"] == ["Ref": "Environment"])
    }

    @Test(
        "allows each function what it does, on what it does it to",
        arguments: [
            (
                "Gateway", [TableUse(["GetItem", "PutItem", "UpdateItem", "DeleteItem"], on: ["api-keys"])],
                "provider-keys"
            ),
            ("Authorizer", [TableUse(["GetItem"], on: ["api-keys"])], "master-key"),
            (
                "MCP",
                [
                    TableUse(["UpdateItem"], on: ["api-keys"]),
                    TableUse(["GetItem", "Query", "Scan"], on: ["product-catalog", "product-catalog/index/*"]),
                ], nil
            ),
        ] as [(String, [TableUse], String?)]
    )
    func permissions(id: String, uses: [TableUse], secret: String?) throws {
        let role = try #require(template.properties("\(id)Role"))
        let here = "${AWS::Region}:${AWS::AccountId}"
        var expected: [JSONValue] = [
            statement(
                ["logs:CreateLogStream", "logs:PutLogEvents"],
                [["Fn::GetAtt": [.string("\(id)LogGroup"), "Arn"]]]
            ),
            statement(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"]),
        ]
        let table = "arn:${AWS::Partition}:dynamodb:\(here):table/ai-gateway-${Environment}-"
        for use in uses {
            expected.append(
                statement(
                    use.operations.map { "dynamodb:\($0)" },
                    use.tables.map { ["Fn::Sub": .string(table + $0)] }
                )
            )
        }
        if let secret {
            let arn = "arn:${AWS::Partition}:secretsmanager:\(here):secret:ai-gateway-${Environment}/\(secret)-??????"
            expected.append(statement(["secretsmanager:GetSecretValue"], [["Fn::Sub": .string(arn)]]))
        }
        #expect(role["Policies"]?.array?.count == 1)
        #expect(role["Policies"]?[0]?["PolicyDocument"]?["Statement"] == .array(expected))
        #expect(role["ManagedPolicyArns"] == nil)
        let trusted = role["AssumeRolePolicyDocument"]?["Statement"]?[0]?["Principal"]
        #expect(trusted == ["Service": "lambda.amazonaws.com"])
    }

    /// What a function does to tables, by the last part of their names.
    struct TableUse {
        let operations: [String]
        let tables: [String]

        init(_ operations: [String], on tables: [String]) {
            self.operations = operations
            self.tables = tables
        }
    }

    private func statement(_ actions: [String], _ resources: [JSONValue]) -> JSONValue {
        ["Effect": "Allow", "Action": .array(actions.map { .string($0) }), "Resource": .array(resources)]
    }

    @Test("speaks TLS 1.3 and nothing older, to the host it is called by")
    func transport() {
        let api = template.properties("RestApi")
        #expect(api?["SecurityPolicy"] == "SecurityPolicy_TLS13_1_3_2025_09")
        #expect(api?["EndpointAccessMode"] == "STRICT")
        #expect(api?["EndpointConfiguration"] == ["Types": ["REGIONAL"]])
    }

    @Test("asks the authorizer about every request, whatever its headers")
    func authorizer() {
        let authorizer = template.properties("Authorizer")
        #expect(authorizer?["Type"] == "REQUEST")
        #expect(authorizer?["IdentitySource"] == nil)
        #expect(authorizer?["AuthorizerResultTtlInSeconds"]?.int == 0)
        let uri =
            "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${AuthorizerFunction.Arn}"
            + "/invocations"
        #expect(authorizer?["AuthorizerUri"] == ["Fn::Sub": .string(uri)])
    }

    @Test(
        "lets only its own API invoke the functions",
        arguments: [
            ("GatewayPermission", "GatewayFunction", "${RestApi}/${Environment}/*"),
            ("MCPPermission", "MCPFunction", "${RestApi}/${Environment}/*"),
            ("AuthorizerPermission", "AuthorizerFunction", "${RestApi}/authorizers/${Authorizer}"),
        ]
    )
    func invocation(id: String, function: String, source: String) {
        let permission = template.properties(id)
        #expect(permission?["FunctionName"] == ["Ref": .string(function)])
        #expect(permission?["Principal"] == "apigateway.amazonaws.com")
        let arn = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:\(source)"
        #expect(permission?["SourceArn"] == ["Fn::Sub": .string(arn)])
    }

    @Test("keeps logs longer and takes more in production")
    func production() {
        let development = template.resolved(isProduction: false)
        let production = template.resolved(isProduction: true)
        for id in template.ids(ofType: "AWS::Logs::LogGroup") {
            #expect(development.properties(id)?["RetentionInDays"]?.int == 14)
            #expect(production.properties(id)?["RetentionInDays"]?.int == 90)
        }
        let settings = [development, production].map { $0.properties("Stage")?["MethodSettings"]?[0] }
        #expect(settings.map { $0?["ThrottlingRateLimit"]?.int } == [100, 2_000])
        #expect(settings.map { $0?["ThrottlingBurstLimit"]?.int } == [200, 4_000])
    }

    @Test("writes an access log of JSON without queries, headers or bodies, once the region's account may")
    func accessLog() throws {
        let stage = try #require(template.properties("Stage"))
        let format = try #require(stage["AccessLogSetting"]?["Format"]?.string)
        let line = try #require(try JSONValue(parsing: Array(format.utf8)).object)
        #expect(line["requestId"] == "$context.requestId")
        #expect(line["tlsVersion"] == "$context.tlsVersion")
        #expect(line.allSatisfy { $0.value.string?.hasPrefix("$context.") == true })
        #expect(stage["TracingEnabled"] == true)
        #expect(stage["MethodSettings"]?[0]?["DataTraceEnabled"] == false)
        #expect(template.resources["Stage"]?["DependsOn"] == ["ApiGatewayAccount"])
        #expect(template.resources["ApiGatewayAccount"]?["DeletionPolicy"] == "Retain")
        #expect(template.resources["ApiGatewayAccountRole"]?["DeletionPolicy"] == "Retain")
    }
}
