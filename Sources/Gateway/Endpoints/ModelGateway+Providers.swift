import Accounts
import Cryptography
import HTTP
import HTTPClient
import JSON
import POSIX
import Serving
import Telemetry

/// From a chat to a provider's answer: the steps every dialect shares.
extension ModelGateway {
    /// Checks the model and the key's right to it, counts the request, and orders the deployments.
    func admitAndPlan(_ chat: ChatCompletionRequest, _ call: inout Call) async throws -> Plan {
        let configuration = try configuration()
        guard let group = configuration.group(named: chat.model),
            let plan = Plan(group: group, configuration: configuration)
        else {
            throw GatewayError(
                .invalidRequest,
                "The model does not exist here. /v1/models lists the ones that do.",
                parameter: "model",
                code: "model_not_found"
            )
        }
        let identity = try requireIdentity(call)
        guard identity.mayUse(modelGroup: group) else {
            throw GatewayError(
                .permission,
                "This API key may not use this model.",
                parameter: "model",
                code: "model_not_allowed"
            )
        }
        call.completion.modelGroup = group
        call.completion.isStreamed = chat.isStreamed
        call.admission = try await ledger.admit(identity, at: call.record.startedAt)
        return plan
    }

    /// A whole answer.
    func complete(_ chat: ChatCompletionRequest, plan: Plan, _ call: inout Call) async throws -> ChatCompletion {
        var waited = 0.0
        defer { call.completion.providerMilliseconds += waited }
        let completion = try await firstSuccess(of: plan, &call) { deployment, call throws(ProviderFailure) in
            if let text = deployment.mockResponse {
                return mockAnswer(text, chat: chat, deployment: deployment, call: call).completion()
            }
            let ready = try await prepare(chat, deployment: deployment, call: call)
            let start = MonotonicClock.nanoseconds()
            let response: Response
            do throws(HTTPClientError) {
                defer { waited += MonotonicClock.milliseconds(since: start) }
                response = try await dependencies.httpClient.send(ready.request)
            } catch {
                throw ProviderFailure(error)
            }
            guard response.status.isSuccess else {
                throw ready.provider.failure(response, credential: ready.credential)
            }
            return try ready.provider.readCompletion(response)
        }
        call.completion.usage = completion.usage
        return completion
    }

    /// A streamed answer whose first events have arrived.
    func openStream(_ chat: ChatCompletionRequest, plan: Plan, _ call: inout Call) async throws -> ChatStream {
        var waited = 0.0
        defer { call.completion.providerMilliseconds += waited }
        return try await firstSuccess(of: plan, &call) { deployment, call throws(ProviderFailure) in
            if let text = deployment.mockResponse {
                return ChatStream(mock: mockAnswer(text, chat: chat, deployment: deployment, call: call).events())
            }
            let ready = try await prepare(chat, deployment: deployment, call: call)
            let start = MonotonicClock.nanoseconds()
            defer { waited += MonotonicClock.milliseconds(since: start) }
            let response: StreamedResponse
            do throws(HTTPClientError) {
                response = try await dependencies.httpClient.stream(ready.request)
            } catch {
                throw ProviderFailure(error)
            }
            guard response.status.isSuccess else {
                let head = ResponseHead(status: response.status, headers: response.headers)
                let body = (try? await response.body.collect(upTo: Self.largestErrorBody)) ?? []
                throw ready.provider.failure(Response(head: head, body: body), credential: ready.credential)
            }
            return try await ChatStream(response, reader: ready.provider.makeStreamReader())
        }
    }

    private static let largestErrorBody = 1 << 16

    private func firstSuccess<Success>(
        of plan: Plan,
        _ call: inout Call,
        attempt: (Deployment, Call) async throws(ProviderFailure) -> Success
    ) async throws -> Success {
        let retries = try configuration().router.retries
        let attempts = Attempts(plan: plan, retries: retries, deadline: call.context.deadline)
        let current = call
        var failures = 0
        var lastTried = plan.deployments.first
        do {
            let success = try await attempts.firstSuccess { deployment throws(ProviderFailure) in
                try await attempt(deployment, current)
            } failed: { deployment, failure in
                failures += 1
                lastTried = deployment
                logFailure(failure, of: deployment, call: current)
            }
            call.completion.deployment = success.deployment
            call.completion.attempts = success.count
            return success.value
        } catch {
            call.completion.deployment = lastTried
            call.completion.attempts = failures
            throw error.gatewayError
        }
    }

    private func logFailure(_ failure: ProviderFailure, of deployment: Deployment, call: Call) {
        let fault = failure.gatewayError
        dependencies.log.log(
            .warn,
            "provider failed",
            requestID: call.context.requestID,
            fields: [
                "deployment": .string(deployment.id), "provider": .string(deployment.provider),
                "reason": .string(fault.message), "detail": fault.detail.map { .string($0) } ?? .null,
            ]
        )
    }

    /// What one attempt needs: who translates, what is sent, and the credential in it.
    private struct ReadyAttempt {
        let provider: any ChatProvider
        let request: OutgoingRequest
        let credential: Secret?
    }

    private func prepare(
        _ chat: ChatCompletionRequest,
        deployment: Deployment,
        call: Call
    ) async throws(ProviderFailure) -> ReadyAttempt {
        guard let provider = dependencies.providers[deployment.provider] else {
            throw .malformedAnswer(reason: "no such provider")
        }
        var credential: Secret?
        if let reference = deployment.credential {
            do {
                credential = try await dependencies.credentials.resolve(reference, at: call.record.startedAt)
            } catch {
                throw .credentialMissing(description: error.description)
            }
        }
        var request = try provider.makeRequest(for: chat, deployment: deployment, credential: credential)
        request.timeouts = try timeouts(for: deployment, isStreamed: chat.isStreamed, deadline: call.context.deadline)
        return ReadyAttempt(provider: provider, request: request, credential: credential)
    }

    /// API Gateway cuts a connection on which nothing moved for five minutes; an answer of ours comes before that.
    private static let longestSilence = Duration.seconds(285)

    /// A deployment's timeout bounds a buffered answer as a whole and, of a streamed one, the wait for the next
    /// byte. The invocation's deadline bounds both, so that the client still gets an answer of ours.
    private func timeouts(
        for deployment: Deployment,
        isStreamed: Bool,
        deadline: UInt64
    ) throws(ProviderFailure) -> Timeouts {
        let now = MonotonicClock.nanoseconds()
        guard now < deadline, case .loaded(let configuration) = dependencies.configuration else { throw .timedOut }
        let remaining = Duration.nanoseconds(Int64(clamping: deadline - now))
        let patience = min(deployment.timeout ?? configuration.requestTimeout, remaining, Self.longestSilence)
        return Timeouts(
            connect: min(.seconds(5), patience),
            idle: patience,
            total: isStreamed ? remaining : patience
        )
    }

    private func mockAnswer(
        _ text: String,
        chat: ChatCompletionRequest,
        deployment: Deployment,
        call: Call
    ) -> MockAnswer {
        MockAnswer(
            text: text,
            model: deployment.model,
            id: call.completion.callID,
            created: Int(call.record.startedAt.seconds),
            promptBytes: chat.messagesSize
        )
    }
}
