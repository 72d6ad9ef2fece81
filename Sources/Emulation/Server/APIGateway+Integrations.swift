import HTTP
import POSIX

// Calling the function behind a method.
extension APIGateway {
    /// Has the function answer; returns whether the connection can carry another request.
    func invoke(_ integration: FunctionIntegration, for request: APIRequest, client: Client) -> Bool {
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
