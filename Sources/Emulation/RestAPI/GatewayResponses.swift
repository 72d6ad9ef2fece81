import HTTP

/// How the API words the answers that API Gateway gives by itself.
struct GatewayResponses: Sendable {
    /// One `AWS::ApiGateway::GatewayResponse`.
    struct Configuration: Sendable {
        /// Nil keeps the type's own status.
        var status: Int?
        /// Header names with the expressions that give their values: `'text'`, `context.…`, `method.request.…`.
        var headers: [(name: String, expression: String)] = []
        /// Bodies by content type.
        var templates: [(contentType: String, template: String)] = []
    }

    private static let builtInTemplate = #"{"message":$context.error.messageString}"#

    private var configurations: [GatewayResponseType: Configuration] = [:]

    init() {}

    subscript(type: GatewayResponseType) -> Configuration? {
        get { configurations[type] }
        set { configurations[type] = newValue }
    }

    /// The answer of a type to a request. A type that is not configured is worded as its DEFAULT_4XX or DEFAULT_5XX.
    func response(_ type: GatewayResponseType, message: String? = nil, to request: APIRequest) -> Response {
        let configuration = configurations[type] ?? configurations[type.fallback] ?? Configuration()
        let variables = RequestVariables(request: request, error: (type, message ?? type.defaultMessage))
        let (contentType, template) = Self.template(configuration, accept: request.headers["Accept"])
        var headers: HeaderFields = ["Content-Type": contentType, "x-amzn-ErrorType": type.errorType]
        for header in configuration.headers {
            guard let value = variables.value(ofExpression: header.expression) else { continue }
            headers[header.name] = value
        }
        let status = Status(rawValue: configuration.status ?? type.defaultStatus)
        return Response(status: status, headers: headers, body: Array(variables.render(template).utf8))
    }

    private static func template(_ configuration: Configuration, accept: String?) -> (String, String) {
        let accepted = accept.map { MediaType.first(in: $0) }
        let chosen =
            configuration.templates.first { $0.contentType == accepted }
            ?? configuration.templates.first { $0.contentType == "application/json" } ?? configuration.templates.first
        return chosen.map { ($0.contentType, $0.template) } ?? ("application/json", builtInTemplate)
    }
}
