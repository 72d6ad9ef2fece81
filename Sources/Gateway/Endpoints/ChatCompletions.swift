import HTTP
import JSON
import POSIX
import Routes
import Serving

/// `/v1/chat/completions` in OpenAI's dialect.
extension ModelGateway {
    func completeChat(_ call: inout Call, writer: some ResponseWriter) async throws {
        let chat = try ChatCompletionRequest(parsing: call.request.body)
        let plan = try await admitAndPlan(chat, &call)
        guard chat.isStreamed else {
            let completion = try await complete(chat, plan: plan, &call)
            let headers = call.headers(contentType: "application/json")
            return try await send(Response(status: .ok, headers: headers, body: completion.body), &call, writer: writer)
        }
        var stream = try await openStream(chat, plan: plan, &call)
        try await forward(&stream, &call, writer: writer) { event in
            switch event {
            case .done: Self.doneEvent
            // Usage was asked for on the gateway's account; a client that did not ask must not see it.
            case .chunk(let chunk): chunk.isUsageOnly && !chat.includesUsage ? [] : chunk.raw
            }
        }
    }

    static let doneEvent = Array("data: [DONE]\n\n".utf8)

    /// Sends a stream on as it comes in: each batch of events that the provider's bytes complete is one write.
    ///
    /// - Parameter render: the bytes of one event in the client's dialect; empty to leave it out.
    func forward(
        _ stream: inout ChatStream,
        _ call: inout Call,
        writer: some ResponseWriter,
        render: (ChatStreamEvent) -> [UInt8]
    ) async throws {
        var head = ResponseHead(status: .ok, headers: call.headers(contentType: "text/event-stream"))
        head.headers["cache-control"] = "no-cache"
        head.headers["x-accel-buffering"] = "no"
        call.hasBegun = true
        call.record.status = head.status.rawValue
        defer { call.completion.providerMilliseconds += stream.waitedMilliseconds }
        try await writer.begin(head)
        do {
            while let events = try await stream.next() {
                var bytes: [UInt8] = []
                for event in events {
                    if case .chunk(let chunk) = event, let usage = chunk.usage { call.completion.usage = usage }
                    bytes += render(event)
                }
                if bytes.isEmpty { continue }
                try await writer.write(bytes)
                if call.completion.firstEventMilliseconds == nil {
                    call.completion.firstEventMilliseconds = call.record.elapsedMilliseconds()
                }
            }
        } catch let failure as ProviderFailure {
            try await endWithError(failure, call: &call, writer: writer)
        }
        try await writer.finish()
    }

    /// The head is out, so the error is the stream's last event and `[DONE]` stays away.
    private func endWithError(_ failure: ProviderFailure, call: inout Call, writer: some ResponseWriter) async throws {
        let fault = failure.gatewayError
        call.record.error = fault
        let body = fault.body(
            for: call.route.dialect,
            requestID: call.context.requestID,
            at: call.record.startedAt
        )
        try await writer.write(ServerSentEvent.serialized(data: body))
    }
}
