import Cryptography
import HTTP
import JSON
import POSIX

/// The events API Gateway makes of a request ("Lambda proxy integrations" and "Input to an API Gateway Lambda
/// authorizer" of its developer guide). Maps without members are `null`.
struct ProxyEvent {
    let request: APIRequest

    init(_ request: APIRequest) {
        self.request = request
    }

    /// The input of an `AWS_PROXY` integration. A body that a text route gets but that is no UTF-8 is passed on in
    /// Base64: API Gateway would mangle it.
    func proxyEvent() -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: request.body.count + request.body.count / 2 + 4_096)
        writer.beginObject()
        writeRequest(to: &writer)
        writeRequestContext(to: &writer)
        writeBody(to: &writer)
        writer.endObject()
        return writer.bytes
    }

    /// The input of a REQUEST authorizer: the same without a body, and what is to be authorized.
    func authorizerEvent() -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 4_096)
        writer.beginObject()
        writer.member("type", "REQUEST")
        writer.member("methodArn", request.methodARN)
        writeRequest(to: &writer)
        writeRequestContext(to: &writer)
        writer.endObject()
        return writer.bytes
    }

    private func writeRequest(to writer: inout JSONWriter) {
        writer.member("resource", request.match?.resource.path ?? request.path)
        writer.member("path", request.path)
        writer.member("httpMethod", request.method)
        let headers = MultiValueMap(EventHeaders.make(for: request).map { ($0.name, $0.value) }, ignoringCase: true)
        headers.write(named: ("headers", "multiValueHeaders"), to: &writer)
        let query = MultiValueMap(request.query.map { ($0.name, $0.value) }, ignoringCase: false)
        query.write(named: ("queryStringParameters", "multiValueQueryStringParameters"), to: &writer)
        write("pathParameters", request.match?.parameters ?? [], to: &writer)
        let variables = request.api.stageVariables.sorted { $0.key < $1.key }
        write("stageVariables", variables.map { (name: $0.key, value: $0.value) }, to: &writer)
    }

    private func write(_ key: String, _ pairs: [(name: String, value: String)], to writer: inout JSONWriter) {
        writer.key(key)
        guard !pairs.isEmpty else { return writer.null() }
        writer.beginObject()
        for pair in pairs { writer.member(pair.name, pair.value) }
        writer.endObject()
    }

    private func writeRequestContext(to writer: inout JSONWriter) {
        writer.key("requestContext")
        writer.beginObject()
        writer.member("resourceId", request.match?.resource.id ?? "")
        writer.member("resourcePath", request.match?.resource.path ?? request.path)
        writer.member("httpMethod", request.method)
        writer.member("extendedRequestId", request.extendedID)
        writer.member("requestTime", request.receivedAt.commonLogFormat)
        writer.member("path", request.path)
        writer.member("accountId", request.api.context.accountID)
        writer.member("protocol", "HTTP/1.1")
        writer.member("stage", request.api.stage)
        writer.member("domainPrefix", String(request.domainName.prefix { $0 != "." }))
        writer.member("requestTimeEpoch", Int(request.receivedAt.millisecondsSinceEpoch))
        writer.member("requestId", request.id)
        writeIdentity(to: &writer)
        writer.member("domainName", request.domainName)
        writer.member("apiId", request.api.id)
        if let authorization = request.authorization { write(authorization, to: &writer) }
        writer.endObject()
    }

    private func writeIdentity(to writer: inout JSONWriter) {
        let userAgent = request.headers["User-Agent"]
        let members: [(String, String?)] = [
            ("cognitoIdentityPoolId", nil), ("accountId", nil), ("cognitoIdentityId", nil), ("caller", nil),
            ("sourceIp", request.sourceAddress), ("principalOrgId", nil), ("accessKey", nil),
            ("cognitoAuthenticationType", nil), ("cognitoAuthenticationProvider", nil), ("userArn", nil),
            ("userAgent", userAgent), ("user", nil),
        ]
        writer.key("identity")
        writer.beginObject()
        for (name, value) in members { writer.member(name, value.map(JSONValue.string) ?? .null) }
        writer.endObject()
    }

    private func write(_ authorization: Authorization, to writer: inout JSONWriter) {
        writer.key("authorizer")
        writer.beginObject()
        for entry in authorization.context where !["principalId", "integrationLatency"].contains(entry.name) {
            writer.member(entry.name, entry.value)
        }
        writer.member("principalId", authorization.principalID)
        writer.member("integrationLatency", authorization.latencyMilliseconds)
        writer.endObject()
    }

    private func writeBody(to writer: inout JSONWriter) {
        writer.key("body")
        guard !request.body.isEmpty else {
            writer.null()
            return writer.member("isBase64Encoded", false)
        }
        let type = request.headers["Content-Type"] ?? "application/json"
        let isBinary =
            MediaType.isBinary(type, binaryTypes: request.api.binaryMediaTypes) || !Self.isUTF8(request.body)
        if isBinary {
            writer.string(Base64.encode(request.body))
        } else {
            writer.string(utf8: request.body)
        }
        writer.member("isBase64Encoded", isBinary)
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return true
        } catch {
            return false
        }
    }
}
