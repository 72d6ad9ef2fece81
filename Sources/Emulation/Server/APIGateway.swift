import HTTP
import POSIX

/// API Gateway on the way of one request: route, authorizer, integration.
final class APIGateway: Sendable {
    /// The largest event a function can be invoked with: 6 MB.
    static let maxEventBytes = 6_291_456
    /// How long an authorizer may take.
    private static let authorizerTimeoutNanoseconds: UInt64 = 29_000_000_000

    let api: RestAPI
    private let pools: [String: FunctionPool]
    private let cache = AuthorizationCache()

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

// Authorizers.
extension APIGateway {
    /// Why a request does not reach its integration.
    struct Refusal: Error, Equatable {
        let type: GatewayResponseType
        var message: String?
    }

    private func authorize(_ request: APIRequest, with authorizer: Authorizer) -> Result<Authorization, Refusal> {
        guard let identity = identity(of: request, for: authorizer) else {
            return .failure(Refusal(type: .unauthorized))
        }
        let key = authorizer.id + "\u{0}" + identity
        let isCached = authorizer.resultLifetimeSeconds > 0
        let start = MonotonicClock.nanoseconds()
        if isCached, let authorization = cache.authorization(for: key, at: start) {
            return evaluate(authorization, for: request)
        }
        return invoke(authorizer, for: request).flatMap { answer in
            let now = MonotonicClock.nanoseconds()
            var authorization = answer
            if isCached {
                cache.insert(authorization, for: key, seconds: authorizer.resultLifetimeSeconds, at: now)
            }
            authorization.latencyMilliseconds = Int((now - start) / 1_000_000)
            return evaluate(authorization, for: request)
        }
    }

    /// The values of the identity sources; nil when one is missing or empty, and the authorizer is not asked.
    private func identity(of request: APIRequest, for authorizer: Authorizer) -> String? {
        var values: [String] = []
        for source in authorizer.identitySources {
            let value =
                switch source {
                case .header(let name): request.headers[name]
                case .query(let name): request.query[name]
                case .stageVariable(let name): api.stageVariables[name]
                case .context(let name): RequestVariables(request: request).value(ofExpression: "context.\(name)")
                }
            guard let value, !value.isEmpty else { return nil }
            values.append(value)
        }
        return values.joined(separator: "\u{0}")
    }

    private func invoke(_ authorizer: Authorizer, for request: APIRequest) -> Result<Authorization, Refusal> {
        guard authorizer.isPermitted, let pool = pools[authorizer.function.name] else {
            return .failure(Refusal(type: .authorizerConfigurationError))
        }
        let sink = BufferedSink()
        let invocation = Invocation(
            event: ProxyEvent(request).authorizerEvent(),
            trace: request.trace.invocationHeader,
            sink: sink
        )
        let deadline = MonotonicClock.nanoseconds() + Self.authorizerTimeoutNanoseconds
        switch pool.invoke(invocation, until: deadline) {
        case .answered:
            guard let authorization = Authorization(parsing: sink.payload) else {
                return .failure(Refusal(type: .authorizerConfigurationError))
            }
            return .success(authorization)
        case .failed(let error) where error.message == "Unauthorized":
            return .failure(Refusal(type: .unauthorized))
        case .failed, .crashed, .timedOut, .notStarted, .throttled, .refused, .abandoned:
            return .failure(Refusal(type: .authorizerFailure))
        }
    }

    private func evaluate(_ authorization: Authorization, for request: APIRequest) -> Result<Authorization, Refusal> {
        switch authorization.policy.decision(invoking: request.methodARN) {
        case .allowed: .success(authorization)
        case .implicitlyDenied: .failure(Refusal(type: .accessDenied))
        case .explicitlyDenied:
            .failure(
                Refusal(
                    type: .accessDenied,
                    message: "User is not authorized to access this resource with an explicit deny"
                )
            )
        }
    }
}

// Integrations.
extension APIGateway {
    private func invoke(_ integration: FunctionIntegration, for request: APIRequest, client: Client) -> Bool {
        guard integration.isPermitted, let pool = pools[integration.function.name] else {
            return send(.apiConfigurationError, to: request, client: client)
        }
        let event = ProxyEvent(request).proxyEvent()
        guard event.count <= Self.maxEventBytes else { return send(.requestTooLarge, to: request, client: client) }
        let timeout = UInt64(integration.timeoutMilliseconds) * 1_000_000
        let call = Call(
            pool: pool,
            event: event,
            deadline: MonotonicClock.nanoseconds() + timeout,
            request: request,
            client: client
        )
        return integration.streams ? stream(call) : buffer(call)
    }

    private struct Call {
        let pool: FunctionPool
        let event: [UInt8]
        let deadline: UInt64
        let request: APIRequest
        let client: Client

        func invoke(_ sink: any ResponseSink) -> Invocation.Outcome {
            pool.invoke(Invocation(event: event, trace: request.trace.invocationHeader, sink: sink), until: deadline)
        }
    }

    private func stream(_ call: Call) -> Bool {
        let sink = StreamingSink(client: call.client, request: call.request)
        let outcome = call.invoke(sink)
        if outcome == .answered { return sink.keepsAlive }
        guard !sink.close() else {
            // Without the end of the answer, which tells the client that it is not complete.
            call.client.connection.socket.shutdown()
            return false
        }
        // A format that is none is the configuration's fault on a streaming route: 500, not 502.
        let type = outcome == .refused(.malformed) ? .apiConfigurationError : responseType(for: outcome)
        return send(type, to: call.request, client: call.client)
    }

    private func buffer(_ call: Call) -> Bool {
        let sink = BufferedSink()
        let outcome = call.invoke(sink)
        guard outcome == .answered else {
            return send(responseType(for: outcome), to: call.request, client: call.client)
        }
        guard let (answer, body) = parse(sink, for: call.request) else {
            return send(.integrationFailure, to: call.request, client: call.client)
        }
        let headers = ResponseHeaders.make(from: answer.headers, for: call.request)
        return call.client.send(Response(status: Status(rawValue: answer.status), headers: headers, body: body))
    }

    private func parse(_ sink: BufferedSink, for request: APIRequest) -> (IntegrationResponse, [UInt8])? {
        guard !sink.hasPrelude else {
            // A streaming function behind a buffered route: API Gateway takes the prelude and loses the body.
            var scanner = ResponsePreludeScanner()
            guard case .complete(let response, _) = scanner.append(sink.payload) else { return nil }
            return (response, [])
        }
        let binaryTypes = api.binaryMediaTypes
        let accepted = request.headers["Accept"]
        return IntegrationResponse.buffered(sink.payload) { type in
            MediaType.isBinary(type, binaryTypes: binaryTypes)
                || accepted.map { MediaType.isBinary($0, binaryTypes: binaryTypes) } == true
        }
    }

    private func responseType(for outcome: Invocation.Outcome) -> GatewayResponseType {
        switch outcome {
        case .answered, .failed, .crashed, .timedOut, .notStarted, .refused: .integrationFailure
        case .throttled: .throttled
        case .abandoned: .integrationTimeout
        }
    }
}
