import Gateway
import HTTP
import JSON
import Testing

@Suite("A mocked answer")
struct MockAnswerTests {
    private func makeAnswer(_ text: String, promptBytes: Int = 40) -> MockAnswer {
        MockAnswer(text: text, model: "demo", id: "i-1", created: 1_787_270_400, promptBytes: promptBytes)
    }

    private func chunks(_ answer: MockAnswer) -> [ChatChunk] {
        answer.events().compactMap { event in
            if case .chunk(let chunk) = event { chunk } else { nil }
        }
    }

    @Test("is a chat completion in OpenAI's format")
    func completion() throws {
        let completion = makeAnswer("Hello \"you\" é").completion()
        #expect(completion.usage == Usage(promptTokens: 10, completionTokens: 3))
        #expect(
            try JSONValue(parsing: completion.body) == [
                "id": "chatcmpl-i-1", "object": "chat.completion", "created": 1_787_270_400, "model": "demo",
                "choices": [
                    [
                        "index": 0, "message": ["role": "assistant", "content": "Hello \"you\" é"], "logprobs": nil,
                        "finish_reason": "stop",
                    ]
                ], "usage": ["prompt_tokens": 10, "completion_tokens": 3, "total_tokens": 13],
            ]
        )
        #expect(try OpenAIProvider().readCompletion(.init(status: .ok, body: completion.body)) == completion)
    }

    @Test(
        "streams its text word by word and loses nothing of it",
        arguments: [
            ("Hello from the mock", ["Hello ", "from ", "the ", "mock"]), ("one", ["one"]), ("", []),
            (" a  b ", [" ", "a ", " ", "b "]), ("é\n🙂 z", ["é\n🙂 ", "z"]),
        ]
    )
    func words(text: String, expected: [String]) throws {
        let chunks = chunks(makeAnswer(text))
        let values = try chunks.map { try JSONValue(parsing: $0.data) }
        #expect(values.first?["choices"]?[0]?["delta"] == ["role": "assistant", "content": ""])
        let middle = values.dropFirst().dropLast(2)
        #expect(middle.map { $0["choices"]?[0]?["delta"]?["content"]?.string } == expected)
        #expect(values.dropLast().map { $0["choices"]?[0]?["finish_reason"]?.string }.last == "stop")
        #expect(values.allSatisfy { $0["object"] == "chat.completion.chunk" && $0["id"] == "chatcmpl-i-1" })
    }

    @Test("ends its stream with usage and [DONE], and counts as the whole answer does")
    func ending() throws {
        let answer = makeAnswer("Hello from the mock")
        let chunks = chunks(answer)
        #expect(answer.events().last == .done)
        #expect(chunks.map(\.isUsageOnly) == Array(repeating: false, count: chunks.count - 1) + [true])
        #expect(chunks.last?.usage == answer.completion().usage)
        #expect(try JSONValue(parsing: chunks.last?.data ?? [])["choices"] == [])
    }

    @Test("reads back as what it is")
    func readsBack() throws {
        let answer = makeAnswer("Hello from the mock")
        var reader = OpenAIStreamReader()
        var events: [ChatStreamEvent] = []
        for chunk in chunks(answer) { events += try reader.read(chunk.raw) }
        events += try reader.read(Array("data: [DONE]\n\n".utf8))
        #expect(events == answer.events())
    }

    @Test("never counts less than one token", arguments: [(0, 1), (3, 1), (4, 1), (8, 2)])
    func tokens(promptBytes: Int, expected: Int) {
        #expect(makeAnswer("", promptBytes: promptBytes).completion().usage?.promptTokens == expected)
        #expect(makeAnswer("").completion().usage?.completionTokens == 1)
    }
}
