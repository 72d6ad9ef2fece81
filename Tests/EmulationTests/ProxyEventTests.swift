import HTTP
import JSON
import POSIX
import Testing

@testable import Emulation

@Suite("A proxy event")
struct ProxyEventTests {
    private static let receivedAt = Timestamp(millisecondsSinceEpoch: 1_428_582_896_123)

    private static func request(
        _ request: Request,
        binaryMediaTypes: [String] = []
    ) throws -> APIRequest {
        let stacks = try TestTemplate.stacks(TestTemplate.api(binaryMediaTypes: binaryMediaTypes))
        return APIRequest(
            request,
            api: try RestAPI(in: stacks),
            port: 8080,
            receivedAt: receivedAt,
            randomBytes: { [UInt8]((0..<UInt8($0)).map { $0 &* 5 }) }
        )
    }

    private static func event(_ request: Request, binaryMediaTypes: [String] = []) throws -> JSONValue {
        try JSONValue(
            parsing: ProxyEvent(try Self.request(request, binaryMediaTypes: binaryMediaTypes)).proxyEvent()
        )
    }

    @Test("has the shape of API Gateway's version 1, to the letter")
    func hasShape() throws {
        let request = Request(
            method: .post,
            path: "/guarded/caf%C3%A9",
            query: QueryItems(parsing: "a=1&b=x+y%26z&a=2"),
            headers: [
                "Host": "api.test:8080", "content-TYPE": "application/json", "X-Many": "1", "x-many": "2",
                "User-Agent": "curl", "Connection": "keep-alive", "Content-Length": "7", "X-Forwarded-For": "10.0.0.1",
                "X-Amzn-Trace-Id": "Root=1-67891233-abcdef012345678912345678;Sampled=1",
            ],
            body: Array(#"{"a":1}"#.utf8)
        )
        var full = try Self.request(request)
        full.authorization = Authorization(
            parsing: Array(
                #"{"principalId":"me","policyDocument":{"Statement":[]},"context":{"tier":"free","n":7}}"#.utf8
            )
        )
        full.authorization?.latencyMilliseconds = 12
        let id = full.api.id
        let resourceID = try #require(full.match?.resource.id)
        let expected: JSONValue = [
            "resource": "/guarded/{name}", "path": "/guarded/caf%C3%A9", "httpMethod": "POST",
            "headers": [
                "Host": "api.test:8080", "content-TYPE": "application/json", "X-Many": "2", "User-Agent": "curl",
                "X-Amzn-Trace-Id": "Root=1-67891233-abcdef012345678912345678",
                "X-Forwarded-For": "10.0.0.1, 127.0.0.1", "X-Forwarded-Port": "8080", "X-Forwarded-Proto": "http",
            ],
            "multiValueHeaders": [
                "Host": ["api.test:8080"], "content-TYPE": ["application/json"], "X-Many": ["1", "2"],
                "User-Agent": ["curl"], "X-Amzn-Trace-Id": ["Root=1-67891233-abcdef012345678912345678"],
                "X-Forwarded-For": ["10.0.0.1, 127.0.0.1"], "X-Forwarded-Port": ["8080"],
                "X-Forwarded-Proto": ["http"],
            ],
            "queryStringParameters": ["a": "2", "b": "x y&z"],
            "multiValueQueryStringParameters": ["a": ["1", "2"], "b": ["x y&z"]],
            "pathParameters": ["name": "café"], "stageVariables": nil,
            "requestContext": [
                "resourceId": .string(resourceID), "resourcePath": "/guarded/{name}", "httpMethod": "POST",
                "extendedRequestId": "UFVaX2RpbnN4fYI=", "requestTime": "09/Apr/2015:12:34:56 +0000",
                "path": "/guarded/caf%C3%A9", "accountId": "123456789012", "protocol": "HTTP/1.1", "stage": "test",
                "domainPrefix": "api", "requestTimeEpoch": 1_428_582_896_123,
                "requestId": "00050a0f-1419-4e23-a82d-32373c41464b",
                "identity": [
                    "cognitoIdentityPoolId": nil, "accountId": nil, "cognitoIdentityId": nil, "caller": nil,
                    "sourceIp": "127.0.0.1", "principalOrgId": nil, "accessKey": nil,
                    "cognitoAuthenticationType": nil, "cognitoAuthenticationProvider": nil, "userArn": nil,
                    "userAgent": "curl", "user": nil,
                ],
                "domainName": "api.test:8080", "apiId": .string(id),
                "authorizer": ["tier": "free", "n": "7", "principalId": "me", "integrationLatency": 12],
            ],
            "body": #"{"a":1}"#, "isBase64Encoded": false,
        ]
        let event = try JSONValue(parsing: ProxyEvent(full).proxyEvent())
        for key in try #require(expected.object).keys { #expect(event[key] == expected[key], "\(key)") }
        #expect(event == expected)
        #expect(full.trace.invocationHeader.hasPrefix("Root=1-67891233-abcdef012345678912345678;Parent="))
        #expect(full.trace.invocationHeader.hasSuffix(";Sampled=1"))
    }

    @Test("has null for maps and a body that are empty, and no authorizer when none was asked")
    func hasNulls() throws {
        let event = try Self.event(Request(method: .get, path: "/stream"))
        for key in [
            "queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "stageVariables", "body",
        ] {
            #expect(event[key] == .null, "\(key)")
        }
        #expect(event["isBase64Encoded"] == false)
        #expect(event["requestContext"]?["authorizer"] == nil)
        let trace = try #require(event["headers"]?["X-Amzn-Trace-Id"]?.string)
        #expect(trace == "Root=1-552671f0-8c91969ba0a5aaafb4b9bec3")
    }

    @Test(
        "carries the body as text, and in Base64 when it is binary or no UTF-8",
        arguments: [
            ("hé\"llo\n", "text/plain", [], "hé\"llo\n", false),
            ("hi", "image/png", ["image/png"], "aGk=", true),
            ("hi", "image/png; q=1", ["image/*"], "aGk=", true),
            ("hi", "text/plain", ["image/png"], "hi", false),
            ("hi", nil, ["*/*"], "aGk=", true), ("hi", nil, ["application/json"], "aGk=", true),
        ] as [(String, String?, [String], String, Bool)]
    )
    func carriesBodies(body: String, type: String?, binary: [String], expected: String, isBase64: Bool) throws {
        var request = Request(method: .post, path: "/stream", body: Array(body.utf8))
        request.headers["Content-Type"] = type
        let event = try Self.event(request, binaryMediaTypes: binary)
        #expect(event["body"] == .string(expected))
        #expect(event["isBase64Encoded"] == .bool(isBase64))
    }

    @Test("of a body that is no UTF-8 loses no byte", arguments: [[0xff], [0x61, 0xc3], [0xed, 0xa0, 0x80], [0]])
    func keepsBytes(body: [UInt8]) throws {
        let event = try Self.event(Request(method: .post, path: "/stream", body: body))
        let isText = body == [0]
        #expect(event["isBase64Encoded"] == .bool(!isText))
        #expect(isText ? event["body"] == "\u{0}" : event["body"]?.string?.contains("/") == (body == [0xff]))
    }

    @Test("for an authorizer says what is to be authorized, and leaves the body out")
    func asksAuthorizer() throws {
        let request = try Self.request(
            Request(method: .post, path: "/guarded", query: ["k": "v"], headers: ["Host": "h"], body: [1])
        )
        let event = try JSONValue(parsing: ProxyEvent(request).authorizerEvent())
        #expect(
            event.object?.keys == [
                "type", "methodArn", "resource", "path", "httpMethod", "headers", "multiValueHeaders",
                "queryStringParameters", "multiValueQueryStringParameters", "pathParameters", "stageVariables",
                "requestContext",
            ]
        )
        #expect(event["type"] == "REQUEST")
        let arn = "arn:aws:execute-api:us-east-1:123456789012:\(request.api.id)/test/POST/guarded"
        #expect(event["methodArn"] == .string(arn))
    }
}
