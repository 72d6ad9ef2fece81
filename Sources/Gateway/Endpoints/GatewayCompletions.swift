import HTTP
import JSON

/// `/api/v1/completions` in the gateway's own dialect (A8.2).
extension ModelGateway {
    func completeGatewayChat(_ call: inout Call, writer: some ResponseWriter) async throws {
        let chat = try GatewayCompletionRequest(parsing: call.request.body).makeChatRequest()
        let plan = try await admitAndPlan(chat, &call)
        guard chat.isStreamed else {
            let completion = try await complete(chat, plan: plan, &call)
            let translator = GatewayCompletionAnswer(completion: call.completion, record: call.record)
            guard let body = translator.body(of: completion) else {
                throw ProviderFailure.malformedAnswer(reason: "not a chat completion").gatewayError
            }
            let headers = call.headers(contentType: "application/json")
            return try await send(Response(status: .ok, headers: headers, body: body), &call, writer: writer)
        }
        var stream = try await openStream(chat, plan: plan, &call)
        var translator = GatewayCompletionAnswer(completion: call.completion, record: call.record)
        try await forward(&stream, &call, writer: writer) { event in
            switch event {
            case .chunk(let chunk): translator.event(of: chunk)
            case .done: translator.lastEvent() + Self.doneEvent
            }
        }
    }
}
