import HTTP
import POSIX
import Testing

@testable import Emulation

@Suite("A gateway response")
struct GatewayResponseTests {
    private static func request(_ headers: HeaderFields = [:], path: String = "/guarded/x") throws -> APIRequest {
        APIRequest(
            Request(method: .get, path: path, query: ["q": "v"], headers: headers),
            api: try RestAPI(in: try TestTemplate.stacks(TestTemplate.api())),
            port: 80,
            receivedAt: Timestamp(millisecondsSinceEpoch: 0),
            randomBytes: { [UInt8](repeating: 0, count: $0) }
        )
    }

    private static func text(_ response: Response) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test(
        "without configuration has API Gateway's status and words",
        arguments: [
            (.missingAuthenticationToken, 403, #"{"message":"Missing Authentication Token"}"#),
            (.unauthorized, 401, #"{"message":"Unauthorized"}"#),
            (.accessDenied, 403, #"{"message":"User is not authorized to access this resource"}"#),
            (.authorizerFailure, 500, #"{"message":null}"#),
            (.authorizerConfigurationError, 500, #"{"message":null}"#),
            (.integrationFailure, 502, #"{"message":"Internal server error"}"#),
            (.integrationTimeout, 504, #"{"message":"Endpoint request timed out"}"#),
            (.requestTooLarge, 413, #"{"message":"Request Too Long"}"#),
            (.throttled, 429, #"{"message":"Too Many Requests"}"#),
        ] as [(GatewayResponseType, Int, String)]
    )
    func hasDefaults(type: GatewayResponseType, status: Int, body: String) throws {
        let response = GatewayResponses().response(type, to: try Self.request())
        #expect(response.status.rawValue == status)
        #expect(Self.text(response) == body)
        #expect(response.headers["Content-Type"] == "application/json")
        #expect(response.headers["x-amzn-ErrorType"] == type.errorType)
    }

    @Test("of every type falls back to DEFAULT_4XX or DEFAULT_5XX", arguments: GatewayResponseType.allCases)
    func fallsBack(type: GatewayResponseType) throws {
        var responses = GatewayResponses()
        responses[.default4XX] = GatewayResponses.Configuration(templates: [
            ("text/plain", "4 $context.error.responseType")
        ])
        responses[.default5XX] = GatewayResponses.Configuration(
            status: 599,
            templates: [("text/plain", "5 $context.error.responseType")]
        )
        let response = responses.response(type, to: try Self.request())
        let isServerError = type.defaultStatus >= 500
        #expect(Self.text(response) == "\(isServerError ? 5 : 4) \(type.rawValue)")
        #expect(response.status.rawValue == (isServerError ? 599 : type.defaultStatus))
        #expect(response.headers["Content-Type"] == "text/plain")
    }

    @Test("puts the request into its template and headers")
    func rendersTemplate() throws {
        var responses = GatewayResponses()
        responses[.accessDenied] = GatewayResponses.Configuration(
            status: 418,
            headers: [
                ("X-Static", "'it''s'"), ("X-Id", "context.requestId"), ("X-Header", "method.request.header.origin"),
                ("X-Query", "method.request.querystring.q"), ("X-Path", "method.request.path.name"),
                ("X-None", "method.request.header.absent"),
            ],
            templates: [
                (
                    "application/json",
                    #"{"m":$context.error.messageString,"r":"$context.error.message","#
                        + #""id":"$context.requestId","s":"$context.stage.","none":"$context.nothing","#
                        + #""$":"$5 $method"}"#
                )
            ]
        )
        let response = responses.response(
            .accessDenied,
            message: #"no "way""#,
            to: try Self.request(["Origin": "here"])
        )
        #expect(response.status.rawValue == 418)
        #expect(
            Self.text(response)
                == #"{"m":"no \"way\"","r":"no "way"","id":"00000000-0000-4000-8000-000000000000","#
                + #""s":"test.","none":"","$":"$5 $method"}"#
        )
        #expect(response.headers["X-Static"] == "it''s")
        #expect(response.headers["X-Id"] == "00000000-0000-4000-8000-000000000000")
        #expect(response.headers["X-Header"] == "here")
        #expect(response.headers["X-Query"] == "v")
        #expect(response.headers["X-Path"] == "x")
        #expect(!response.headers.contains("X-None"))
    }

    @Test("cannot be broken out of by what a client sends")
    func cannotBeInjected() throws {
        var responses = GatewayResponses()
        responses[.unauthorized] = GatewayResponses.Configuration(headers: [("X-Echo", "method.request.querystring.q")])
        var request = try Self.request()
        request = APIRequest(
            Request(method: .get, path: "/", query: ["q": "a\r\nSet-Cookie: b"]),
            api: request.api,
            port: 80,
            receivedAt: request.receivedAt
        )
        let response = responses.response(.unauthorized, to: request)
        #expect(response.headers["X-Echo"] == "a  Set-Cookie: b")
    }

    @Test("has the content type the client accepts, where there is one for it")
    func choosesContentType() throws {
        var responses = GatewayResponses()
        responses[.throttled] = GatewayResponses.Configuration(templates: [
            ("text/html", "<p>"), ("application/json", "{}"),
        ])
        func type(_ accept: String?) throws -> String? {
            let headers: HeaderFields = accept.map { ["Accept": $0] } ?? [:]
            return responses.response(.throttled, to: try Self.request(headers)).headers["Content-Type"]
        }
        #expect(try type("text/html;q=1, */*") == "text/html")
        #expect(try type("*/*") == "application/json")
        #expect(try type(nil) == "application/json")
    }
}
