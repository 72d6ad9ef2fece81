import HTTP

/// What API Gateway does to the headers of an integration's answer.
enum ResponseHeaders {
    /// Fields that concern one connection only (RFC 9110 §7.6.1), in lower case.
    private static let hopByHop: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    /// Fields that reach the client as `x-amzn-Remapped-…` ("Amazon API Gateway important notes", REST APIs).
    private static let remapped: Set<String> = [
        "authorization", "content-md5", "date", "expect", "host", "max-forwards", "proxy-authenticate", "server",
        "user-agent", "www-authenticate",
    ]

    /// The headers that reach the client, those of API Gateway included.
    static func make(from headers: HeaderFields, for request: APIRequest) -> HeaderFields {
        let nominated = headers.values(of: "Connection").flatMap { $0.split(separator: ",") }
        let connectionFields = Set(nominated.map { trimmed($0).lowercased() })
        var result = HeaderFields()
        result.reserveCapacity(headers.count + 4)
        for field in headers {
            let name = field.name.lowercased()
            if hopByHop.contains(name) || connectionFields.contains(name) { continue }
            if remapped.contains(name) {
                result.append("x-amzn-Remapped-\(field.name)", field.value)
            } else {
                result.append(field)
            }
        }
        if !result.contains("Content-Type") { result.append("Content-Type", "application/json") }
        addIdentifiers(of: request, to: &result)
        result["X-Amzn-Trace-Id"] = request.trace.eventHeader
        return result
    }

    /// The headers by which a request is found again in logs.
    static func addIdentifiers(of request: APIRequest, to headers: inout HeaderFields) {
        headers["x-amzn-RequestId"] = request.id
        headers["x-amz-apigw-id"] = request.extendedID
    }
}
