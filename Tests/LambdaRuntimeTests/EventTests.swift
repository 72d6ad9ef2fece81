import HTTP
import JSON
import LambdaRuntime
import Testing

@Suite("A proxy event")
struct APIGatewayProxyEventTests {
    @Test("is read as a request with its context")
    func reads() throws {
        let event = try APIGatewayProxyEvent(parsing: EventSamples.proxy())
        #expect(event.request.method == .post)
        #expect(event.request.path == "/v1/chat/completions")
        #expect(event.request.headers["Authorization"] == "Bearer sk-0123")
        #expect(event.request.headers.values(of: "X-Tag") == ["one", "two"])
        #expect(event.request.headers.count == 8)
        #expect(event.request.query == ["api-version": "2024-06-01", "tag": "a", "tag": "b c"])
        #expect(
            String(decoding: event.request.body, as: UTF8.self)
                == #"{"model":"demo","messages":[{"role":"user","content":"Grüße 😀"}]}"#
        )
        #expect(event.requestID == "b8f8a0b2-7a3a-4d0e-9c67-0a9d0f0b2f11")
        #expect(event.stage == "live")
        #expect(event.sourceAddress == "203.0.113.7")
        #expect(
            event.authorizer == ["principalId": "key-1", "team": "blue", "integrationLatency": "12", "admin": "true"]
        )
    }

    @Test("may have null for every map, and for the body")
    func nulls() throws {
        let event = try APIGatewayProxyEvent(
            parsing: EventSamples.proxy([
                "headers": .some(.null), "multiValueHeaders": .some(.null), "queryStringParameters": .some(.null),
                "multiValueQueryStringParameters": .some(.null), "pathParameters": .some(.null), "body": .some(.null),
                "isBase64Encoded": .some(.null),
                "requestContext": .some([
                    "identity": nil, "authorizer": nil, "requestId": nil, "stage": nil,
                ]),
            ])
        )
        #expect(event.request.headers.isEmpty)
        #expect(event.request.query.isEmpty)
        #expect(event.request.body == [])
        #expect(event.authorizer == [:])
        #expect(event.requestID == nil && event.stage == nil && event.sourceAddress == nil)
    }

    @Test("may have no more than a method and a path")
    func least() throws {
        let event = try APIGatewayProxyEvent(parsing: Array(#" {"path":"/health","httpMethod":"GET"} "#.utf8))
        #expect(event.request.method == .get)
        #expect(event.request.path == "/health")
    }

    @Test("may spell its members' names with escapes, and have others of any kind")
    func spelling() throws {
        let event = try APIGatewayProxyEvent(
            parsing: Array(
                #"""
                {"x":[{"path":"/no"}],"p\u0061th":"/health","requestContext":{"y":{"stage":"no"},"st\u0061ge":"live",
                "identity":{"user":null,"source\u0049p":"203.0.113.7","z":1}},"httpMethod":"GET"}
                """#.utf8
            )
        )
        #expect(event.request.path == "/health")
        #expect(event.stage == "live")
        #expect(event.sourceAddress == "203.0.113.7")
    }

    @Test("is refused when a member that nobody reads is no JSON")
    func unreadMembers() {
        for event in [
            #"{"path":"/","httpMethod":"GET","x":01}"#, #"{"path":"/","httpMethod":"GET","requestContext":{"x":tru}}"#,
        ] {
            #expect(throws: EventError.self) { try APIGatewayProxyEvent(parsing: Array(event.utf8)) }
        }
    }

    @Test(
        "without multi-value maps is read from the plain ones",
        arguments: [JSONValue?.none, .some(.null), .some([:])]
    )
    func plainMaps(missing: JSONValue?) throws {
        let event = try APIGatewayProxyEvent(
            parsing: EventSamples.proxy(["multiValueHeaders": missing, "multiValueQueryStringParameters": missing])
        )
        #expect(event.request.headers.values(of: "x-tag") == ["two"])
        #expect(event.request.query == ["api-version": "2024-06-01", "tag": "b c"])
    }

    @Test("has its body decoded where it says base 64", arguments: [("AAH/", [0, 1, 255]), ("", [])])
    func base64(text: String, bytes: [UInt8]) throws {
        let event = try APIGatewayProxyEvent(
            parsing: EventSamples.proxy(["body": .some(.string(text)), "isBase64Encoded": .some(true)])
        )
        #expect(event.request.body == bytes)
    }

    @Test("with a body that is not the base 64 it claims is refused")
    func invalidBase64() {
        #expect(throws: EventError.invalidBase64) {
            try APIGatewayProxyEvent(parsing: EventSamples.proxy(["isBase64Encoded": .some(true)]))
        }
    }

    @Test("without a method or a path is refused, and says which", arguments: ["httpMethod", "path"])
    func missing(member: String) {
        #expect(throws: EventError.missing(member)) {
            try APIGatewayProxyEvent(parsing: EventSamples.proxy([member: .none]))
        }
        #expect(EventError.missing(member).description == "the event has no \(member)")
    }

    @Test(
        "with a member of another type is refused",
        arguments: ["path", "httpMethod", "headers", "multiValueHeaders", "body", "isBase64Encoded", "requestContext"]
    )
    func wrongType(member: String) {
        // The plain headers only count, and are only looked at, where the others are missing.
        var changes: [String: JSONValue?] = ["multiValueHeaders": .none]
        changes[member] = .some(7)
        #expect(throws: EventError.self) { try APIGatewayProxyEvent(parsing: EventSamples.proxy(changes)) }
    }

    @Test("cut off anywhere is refused")
    func truncated() {
        let event = EventSamples.proxy()
        for count in 0..<event.count {
            #expect(throws: EventError.self) { try APIGatewayProxyEvent(parsing: Array(event[..<count])) }
        }
    }

    @Test("with something after it is refused")
    func trailing() {
        #expect(throws: EventError.self) { try APIGatewayProxyEvent(parsing: EventSamples.proxy() + [0x7d]) }
    }
}

@Suite("An authorizer")
struct AuthorizerTests {
    @Test("is asked with headers of any case")
    func reads() throws {
        let event = try AuthorizerEvent(parsing: EventSamples.authorizer())
        #expect(
            event.methodARN
                == "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/live/POST/v1/chat/completions"
        )
        #expect(event.headers["authorization"] == "Bearer sk-0123")
        #expect(event.method == .post)
        #expect(event.path == "/v1/chat/completions")
        #expect(event.query == ["key": "value"])
        #expect(event.sourceAddress == "203.0.113.7")
        #expect(event.requestID == "b8f8a0b2-7a3a-4d0e-9c67-0a9d0f0b2f11")
        #expect(event.stageResource == "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/live/*")
    }

    @Test("of another type, or asked about nothing, refuses the event")
    func refuses() {
        #expect(throws: EventError.unsupportedAuthorizerType) {
            try AuthorizerEvent(parsing: EventSamples.authorizer(["type": .some("TOKEN")]))
        }
        #expect(throws: EventError.unsupportedAuthorizerType) {
            try AuthorizerEvent(parsing: EventSamples.authorizer(["type": .none]))
        }
        for member in ["methodArn", "httpMethod", "path"] {
            #expect(throws: EventError.missing(member)) {
                try AuthorizerEvent(parsing: EventSamples.authorizer([member: .none]))
            }
        }
    }

    @Test(
        "speaks for the whole stage",
        arguments: [
            (
                "arn:aws:execute-api:us-east-1:1:api/prod/GET/", "arn:aws:execute-api:us-east-1:1:api/prod/*"
            ),
            (
                "arn:aws-cn:execute-api:cn-north-1:1:api/prod/GET/a/b/*",
                "arn:aws-cn:execute-api:cn-north-1:1:api/prod/*"
            ),
            ("arn:aws:execute-api:r:1:api/test-invoke-stage/GET/", "arn:aws:execute-api:r:1:api/test-invoke-stage/*"),
            ("arn:aws:execute-api:r:1:api/prod", "arn:aws:execute-api:r:1:api/prod/*"),
            ("arn:aws:execute-api:r:1:api/", nil), ("arn:aws:execute-api:r:1:api", nil), ("", nil), ("/", nil),
            ("arn:aws:lambda:r:1:api/prod/GET/", nil), ("arn:aws:execute-api:r:1:/prod/GET/", nil), ("*", nil),
        ] as [(String, String?)]
    )
    func stageResource(method: String, stage: String?) {
        #expect(AuthorizerEvent.stageResource(ofMethod: method) == stage)
    }

    @Test("answers with a policy and a context")
    func response() {
        let response = AuthorizerResponse(
            principalID: "key \"1\"",
            effect: .allow,
            resource: "arn:aws:execute-api:r:1:api/prod/*",
            context: ["team": "blue", "admin": "false"]
        )
        #expect(
            String(decoding: response.serialized(), as: UTF8.self)
                == #"{"principalId":"key \"1\"","policyDocument":{"Version":"2012-10-17","Statement":["#
                + #"{"Action":"execute-api:Invoke","Effect":"Allow","Resource":"arn:aws:execute-api:r:1:api/prod/*"}]},"#
                + #""context":{"admin":"false","team":"blue"}}"#
        )
        let denied = AuthorizerResponse(principalID: "x", effect: .deny, resource: "*")
        #expect(String(decoding: denied.serialized(), as: UTF8.self).contains(#""Effect":"Deny""#))
    }
}
