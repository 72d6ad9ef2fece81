import HTTP

/// The request headers an integration gets to see.
enum EventHeaders {
    /// What API Gateway drops from requests, in lower case ("Amazon API Gateway important notes", REST APIs).
    private static let dropped: Set<String> = [
        "connection", "content-length", "content-md5", "expect", "keep-alive", "max-forwards", "proxy-authenticate",
        "proxy-connection", "server", "te", "trailer", "transfer-encoding", "upgrade", "www-authenticate",
        "x-amzn-trace-id", "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto",
    ]

    /// The client's headers in the client's spelling, and those API Gateway adds.
    static func make(for request: APIRequest) -> HeaderFields {
        var headers = HeaderFields()
        headers.reserveCapacity(request.headers.count + 4)
        for field in request.headers where !dropped.contains(field.name.lowercased()) { headers.append(field) }
        headers.append("X-Amzn-Trace-Id", request.trace.eventHeader)
        let forwarded = request.headers.values(of: "X-Forwarded-For") + [request.sourceAddress]
        headers.append("X-Forwarded-For", forwarded.joined(separator: ", "))
        headers.append("X-Forwarded-Port", String(request.port))
        // The deployed API says https; a URL built from this must reach the emulator, which has no TLS.
        headers.append("X-Forwarded-Proto", "http")
        return headers
    }
}
