import Infrastructure
import JSON
import Testing

@Suite("The API's own errors")
struct ErrorResponsesTests {
    private let responses: [String: JSONValue]

    init() throws {
        let template = SynthesisedTemplate(json: try AppStack.make().template())
        var responses: [String: JSONValue] = [:]
        for id in template.ids(ofType: "AWS::ApiGateway::GatewayResponse") {
            let response = try #require(template.properties(id))
            responses[try #require(response["ResponseType"]?.string)] = response
        }
        self.responses = responses
    }

    @Test(
        "have the status and the words of what happened",
        arguments: [
            ("UNAUTHORIZED", "401", "authentication_error", "invalid_api_key"),
            ("ACCESS_DENIED", "403", "permission_error", "permission_denied"),
            ("MISSING_AUTHENTICATION_TOKEN", "404", "not_found_error", "not_found"),
            ("RESOURCE_NOT_FOUND", "404", "not_found_error", "not_found"),
            ("REQUEST_TOO_LARGE", "413", "request_too_large", "request_too_large"),
            ("THROTTLED", "429", "rate_limit_error", "rate_limit_exceeded"),
            ("QUOTA_EXCEEDED", "429", "rate_limit_error", "quota_exceeded"),
            ("AUTHORIZER_FAILURE", "503", "api_error", "authorizer_failure"),
            ("AUTHORIZER_CONFIGURATION_ERROR", "500", "api_error", "authorizer_failure"),
            ("INTEGRATION_FAILURE", "502", "api_error", "bad_gateway"),
            ("INTEGRATION_TIMEOUT", "504", "timeout_error", "gateway_timeout"),
            ("DEFAULT_4XX", nil, "invalid_request_error", "$context.error.responseType"),
            ("DEFAULT_5XX", nil, "api_error", "$context.error.responseType"),
        ] as [(String, String?, String, String)]
    )
    func words(occasion: String, status: String?, type: String, code: String) throws {
        let response = try #require(responses[occasion])
        #expect(response["StatusCode"]?.string == status)
        let body = try body(of: response)
        #expect(body["type"] == "error")
        #expect(body["error"]?.object?.keys == ["message", "type", "param", "code"])
        #expect(body["error"]?["type"]?.string == type)
        #expect(body["error"]?["code"]?.string == code)
        #expect(body["error"]?["param"]?.isNull == true)
        #expect(body["error"]?["message"]?.string?.hasSuffix(".") == true)
        #expect(body["request_id"] == "$context.requestId")
        #expect(body["requestId"] == "$context.requestId")
        #expect(responses.count == 13)
    }

    @Test("tell the request's id, and let pages of any origin read it")
    func commonHeaders() {
        for (occasion, response) in responses {
            let headers = response["ResponseParameters"]
            #expect(headers?["gatewayresponse.header.x-request-id"] == "context.requestId", "\(occasion)")
            #expect(headers?["gatewayresponse.header.Access-Control-Allow-Origin"] == "'*'", "\(occasion)")
        }
    }

    @Test(
        "tell when to try again and how to authenticate",
        arguments: [
            ("THROTTLED", "Retry-After", "'1'"), ("QUOTA_EXCEEDED", "Retry-After", "'3600'"),
            ("UNAUTHORIZED", "WWW-Authenticate", "'Bearer'"),
        ]
    )
    func headers(occasion: String, name: String, value: String) {
        let headers = responses[occasion]?["ResponseParameters"]
        #expect(headers?["gatewayresponse.header.\(name)"]?.string == value)
    }

    private func body(of response: JSONValue) throws -> JSONValue {
        let template = try #require(response["ResponseTemplates"]?["application/json"]?.string)
        return try JSONValue(parsing: Array(template.utf8))
    }
}
