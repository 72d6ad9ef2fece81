import HTTP
import JSON
import Serving

/// Turns OpenAI's answers into the gateway's own format (A8.2): `id, model, choices[{index, message, finishReason}],
/// usage{promptTokens, completionTokens, totalTokens}, cost, latency, provider`.
///
/// A streamed answer is the same object in pieces: each event has `choices[{index, delta, finishReason}]`, the last
/// one no choices but `usage`, `cost`, `latency` and `provider`.
struct GatewayCompletionAnswer {
    private var completion: CompletionRecord
    private let record: RequestRecord
    private var id: JSONValue = .null
    private var model: JSONValue = .null

    /// - Parameter completion: its deployment known.
    init(completion: CompletionRecord, record: RequestRecord) {
        self.completion = completion
        self.record = record
    }

    /// A whole answer; nil when the completion lacks what every completion has.
    func body(of completion: ChatCompletion) -> [UInt8]? {
        guard let value = try? JSONValue(parsing: completion.body, limits: .providerAnswer),
            let choices = value["choices"]?.array
        else { return nil }
        var answer: JSONObject = ["id": value["id"] ?? .null, "model": value["model"] ?? .null]
        answer["choices"] = .array(choices.map { choice(of: $0, member: "message") })
        addAccount(to: &answer)
        return JSONValue.object(answer).serialized()
    }

    /// The event for one chunk; empty when the chunk says nothing that the format has a place for.
    mutating func event(of chunk: ChatChunk) -> [UInt8] {
        if let usage = chunk.usage { completion.usage = usage }
        guard let value = try? JSONValue(parsing: chunk.data, limits: .providerAnswer) else { return [] }
        id = value["id"] ?? id
        model = value["model"] ?? model
        guard let choices = value["choices"]?.array, !choices.isEmpty else { return [] }
        return ServerSentEvent.serialized(
            data: JSONValue.object([
                "id": id, "model": model, "choices": .array(choices.map { choice(of: $0, member: "delta") }),
            ]).serialized()
        )
    }

    /// The event that closes the account of a streamed answer.
    func lastEvent() -> [UInt8] {
        var answer: JSONObject = ["id": id, "model": model, "choices": []]
        addAccount(to: &answer)
        return ServerSentEvent.serialized(data: JSONValue.object(answer).serialized())
    }

    private func choice(of choice: JSONValue, member: String) -> JSONValue {
        [
            "index": choice["index"] ?? 0,
            .init(member): choice[member] ?? .null,
            "finishReason": choice["finish_reason"] ?? .null,
        ]
    }

    /// Cost is null when the deployment's prices are not known: 0 would be a claim.
    private func addAccount(to answer: inout JSONObject) {
        answer["usage"] =
            completion.usage.map { usage in
                [
                    "promptTokens": .number(JSONNumber(usage.promptTokens)),
                    "completionTokens": .number(JSONNumber(usage.completionTokens)),
                    "totalTokens": .number(JSONNumber(usage.totalTokens)),
                ]
            } ?? .null
        answer["cost"] = completion.cost.flatMap { JSONNumber($0) }.map { .number($0) } ?? .null
        answer["latency"] = JSONNumber(record.elapsedMilliseconds()).map { .number($0) } ?? .null
        answer["provider"] = completion.deployment.map { .string($0.provider) } ?? .null
    }
}
