import HTTP
import JSON

/// What a deployment with a `mock_response` answers, in OpenAI's format, without a provider.
package struct MockAnswer: Sendable {
    private let text: String
    private let model: String
    private let id: String
    private let created: Int
    private let usage: Usage

    /// - Parameters:
    ///   - text: the answer's content.
    ///   - model: the name the answer gives itself.
    ///   - id: unique to the request.
    ///   - created: seconds since the epoch.
    ///   - promptBytes: the size of the request's messages: four bytes count as a token.
    package init(text: String, model: String, id: String, created: Int, promptBytes: Int) {
        self.text = text
        self.model = model
        self.id = id
        self.created = created
        usage = Usage(promptTokens: max(1, promptBytes / 4), completionTokens: max(1, text.utf8.count / 4))
    }

    /// The whole answer.
    package func completion() -> ChatCompletion {
        var value = envelope(object: "chat.completion")
        value["choices"] = [
            [
                "index": 0, "message": ["role": "assistant", "content": .string(text)], "logprobs": nil,
                "finish_reason": "stop",
            ]
        ]
        value["usage"] = usageValue
        return ChatCompletion(body: JSONValue.object(value).serialized(), usage: usage)
    }

    /// The answer as a stream: a chunk with the role, one for each word, one with the finish reason, usage, `[DONE]`.
    package func events() -> [ChatStreamEvent] {
        var events = [event(delta: ["role": "assistant", "content": ""], finishReason: nil)]
        for word in words() { events.append(event(delta: ["content": .string(word)], finishReason: nil)) }
        events.append(event(delta: [:], finishReason: "stop"))
        var last = envelope(object: "chat.completion.chunk")
        last["choices"] = []
        last["usage"] = usageValue
        events.append(event(last, usage: usage))
        events.append(.done)
        return events
    }

    /// The text cut behind its spaces.
    private func words() -> [String] {
        var words: [String] = []
        var word = ""
        for character in text {
            word.append(character)
            if character == " " {
                words.append(word)
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    private var usageValue: JSONValue {
        [
            "prompt_tokens": .number(JSONNumber(usage.promptTokens)),
            "completion_tokens": .number(JSONNumber(usage.completionTokens)),
            "total_tokens": .number(JSONNumber(usage.totalTokens)),
        ]
    }

    private func envelope(object: String) -> JSONObject {
        [
            "id": .string("chatcmpl-\(id)"), "object": .string(object), "created": .number(JSONNumber(created)),
            "model": .string(model),
        ]
    }

    private func event(delta: JSONObject, finishReason: String?) -> ChatStreamEvent {
        var chunk = envelope(object: "chat.completion.chunk")
        chunk["choices"] = [
            [
                "index": 0, "delta": .object(delta), "logprobs": nil,
                "finish_reason": finishReason.map { .string($0) } ?? .null,
            ]
        ]
        return event(chunk, usage: nil)
    }

    private func event(_ chunk: JSONObject, usage: Usage?) -> ChatStreamEvent {
        let data = JSONValue.object(chunk).serialized()
        return .chunk(
            ChatChunk(
                raw: ServerSentEvent.serialized(data: data),
                data: data,
                usage: usage,
                isUsageOnly: usage != nil
            )
        )
    }
}
