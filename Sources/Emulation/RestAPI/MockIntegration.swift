import HTTP

/// A `MOCK` integration with static answers, as CORS preflights use it.
struct MockIntegration: Sendable {
    /// One entry of `IntegrationResponses`.
    struct Answer: Sendable {
        let status: Int
        /// Nil for the answer that fits when no other does.
        let selectionPattern: String?
        let headers: [(name: String, value: String)]
        /// Bodies by content type.
        let templates: [(contentType: String, template: String)]
    }

    /// The statuses the request templates ask for, by content type.
    let statuses: [(contentType: String, status: Int)]
    let answers: [Answer]

    /// The answer to a request; nil when the integration is not configured for it, which API Gateway reports as 500.
    func response(contentType: String?) -> Response? {
        let type = contentType.map(MediaType.first) ?? "application/json"
        guard let status = statuses.first(where: { $0.contentType == type })?.status else { return nil }
        guard
            let answer = answers.first(where: { $0.selectionPattern == String(status) })
                ?? answers.first(where: { $0.selectionPattern == nil })
        else { return nil }
        let template = answer.templates.first { $0.contentType == "application/json" } ?? answer.templates.first
        var headers: HeaderFields = ["Content-Type": template?.contentType ?? "application/json"]
        for header in answer.headers { headers[header.name] = header.value }
        return Response(
            status: Status(rawValue: answer.status),
            headers: headers,
            body: Array((template?.template ?? "").utf8)
        )
    }
}
