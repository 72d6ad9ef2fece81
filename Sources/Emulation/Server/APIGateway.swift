import HTTP

/// API Gateway on the way of one request: route, authorizer, integration.
final class APIGateway: Sendable {
    /// The largest event a function can be invoked with: 6 MB.
    static let maxEventBytes = 6_291_456

    let api: RestAPI
    let pools: [String: FunctionPool]
    let cache = AuthorizationCache()

    /// - Parameter pools: the functions, by name.
    init(api: RestAPI, pools: [String: FunctionPool]) {
        self.api = api
        self.pools = pools
    }

    /// Answers the request; returns whether the connection can carry another.
    func respond(to original: APIRequest, client: Client) -> Bool {
        var request = original
        guard let method = request.match?.resource.method(request.method) else {
            request.match = nil
            return send(.missingAuthenticationToken, to: request, client: client)
        }
        if let authorizer = method.authorizer {
            switch authorize(request, with: authorizer) {
            case .success(let authorization): request.authorization = authorization
            case .failure(let refusal):
                return send(refusal.type, message: refusal.message, to: request, client: client)
            }
        }
        switch method.integration {
        case .mock(let mock):
            guard var response = mock.response(contentType: request.headers["Content-Type"]) else {
                return send(.apiConfigurationError, to: request, client: client)
            }
            ResponseHeaders.addIdentifiers(of: request, to: &response.headers)
            return client.send(response)
        case .function(let integration):
            return invoke(integration, for: request, client: client)
        }
    }

    /// Sends an answer of API Gateway's own.
    func send(
        _ type: GatewayResponseType,
        message: String? = nil,
        to request: APIRequest,
        client: Client
    ) -> Bool {
        var response = api.gatewayResponses.response(type, message: message, to: request)
        ResponseHeaders.addIdentifiers(of: request, to: &response.headers)
        return client.send(response)
    }
}
