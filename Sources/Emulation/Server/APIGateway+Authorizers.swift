import HTTP
import POSIX

// Asking an authorizer.
extension APIGateway {
    /// How long an authorizer may take.
    private static let authorizerTimeoutNanoseconds: UInt64 = 29_000_000_000

    /// Why a request does not reach its integration.
    struct Refusal: Error, Equatable {
        let type: GatewayResponseType
        var message: String?
    }

    /// What the authorizer says of the caller, or has said not long ago.
    func authorize(_ request: APIRequest, with authorizer: Authorizer) -> Result<Authorization, Refusal> {
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
