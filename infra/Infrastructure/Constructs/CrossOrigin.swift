/// What browsers may do from pages of other origins (the Fetch standard's CORS protocol). Callers are told apart by the
/// keys they send and never by cookies, so any origin may call.
enum CrossOrigin {
    static let anyOrigin = "*"

    /// Headers that a page may send. A wildcard would not stand for `Authorization`.
    private static let requestHeaders = [
        "Authorization", "X-API-Key", "api-key", "Content-Type", "Accept", "x-request-id", "traceparent", "tracestate",
        // The Model Context Protocol, of all its revisions.
        "MCP-Protocol-Version", "Mcp-Method", "Mcp-Name", "Mcp-Session-Id", "Last-Event-ID",
        // The SDKs of OpenAI and Anthropic in a browser.
        "OpenAI-Organization", "OpenAI-Project", "OpenAI-Beta", "anthropic-version", "anthropic-beta",
        "anthropic-dangerous-direct-browser-access", "x-stainless-arch", "x-stainless-helper-method",
        "x-stainless-lang",
        "x-stainless-os", "x-stainless-package-version", "x-stainless-retry-count", "x-stainless-runtime",
        "x-stainless-runtime-version", "x-stainless-timeout",
    ]

    /// Headers of API Gateway's own errors that a page may read.
    static let exposedErrorHeaders = ["x-request-id", "Retry-After", "WWW-Authenticate"].joined(separator: ",")

    /// The answer to a preflight request for a resource that takes these methods.
    static func preflightHeaders(methods: [String]) -> [(name: String, value: String)] {
        let allowed = methods.contains("OPTIONS") ? methods : methods + ["OPTIONS"]
        return [
            ("Access-Control-Allow-Origin", anyOrigin),
            ("Access-Control-Allow-Methods", allowed.joined(separator: ",")),
            ("Access-Control-Allow-Headers", requestHeaders.joined(separator: ",")),
            // Two hours: browsers cap it there or above.
            ("Access-Control-Max-Age", "7200"),
        ]
    }
}
