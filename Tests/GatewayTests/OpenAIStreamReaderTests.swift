import Gateway
import Testing

@Suite("Reading OpenAI's stream")
struct OpenAIStreamReaderTests {
    private static let stream = #"""
        data: {"id":"1","choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":null}],"usage":null}

        : keep-alive

        data: {"id":"1","choices":[{"index":0,"delta":{"content":"hé"},"finish_reason":null}]}

        data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"1","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}

        data: [DONE]


        """#

    private func read(_ pieces: [[UInt8]]) throws -> [ChatStreamEvent] {
        var reader = OpenAIStreamReader()
        var events: [ChatStreamEvent] = []
        for piece in pieces { events += try reader.read(piece) }
        return events + (try reader.finish())
    }

    @Test("gives the same events however the bytes are cut")
    func anySplit() throws {
        let bytes = Array(Self.stream.utf8)
        let whole = try read([bytes])
        for cut in bytes.indices {
            #expect(try read([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole)
        }
        #expect(try read(bytes.map { [$0] }) == whole)
        #expect(whole.last == .done)
        #expect(whole.count == 5)
    }

    @Test("finds usage, and the chunk that is nothing else")
    func usage() throws {
        let chunks = try read([Array(Self.stream.utf8)]).compactMap { event in
            if case .chunk(let chunk) = event { chunk } else { nil }
        }
        #expect(chunks.map(\.usage) == [nil, nil, nil, Usage(promptTokens: 3, completionTokens: 2)])
        #expect(chunks.map(\.isUsageOnly) == [false, false, false, true])
    }

    @Test("tells a stream that broke off from one that merely lacks [DONE]")
    func ends() throws {
        let complete = #"data: {"choices":[{"delta":{},"finish_reason":"stop"}]}"# + "\n\n"
        #expect(try read([Array(complete.utf8)]).last == .done)
        #expect(try read([Array((complete + "data: [DONE]").utf8)]).last == .done)
        let partial = #"data: {"choices":[{"delta":{"content":"x"}}]}"# + "\n\n"
        #expect(throws: ProviderFailure.brokenOff) { try read([Array(partial.utf8)]) }
        #expect(throws: ProviderFailure.brokenOff) { try read([]) }
    }

    @Test(
        "refuses what is not a chunk",
        arguments: [
            "data: oops\n\n", "data: {\"choices\":[\n\n", "data: [1]\n\n",
            "data: {\"error\":{\"message\":\"sk-secret\"}}\n\n",
        ]
    )
    func garbage(text: String) throws {
        let failure = #expect(throws: ProviderFailure.self) { try read([Array(text.utf8)]) }
        guard case .malformedAnswer(let reason) = failure else {
            Issue.record("not told as a malformed answer")
            return
        }
        #expect(!reason.contains("sk-"))
    }

    @Test("believes no absurd counts")
    func absurdUsage() throws {
        let text =
            #"data: {"choices":[],"usage":{"prompt_tokens":-5,"completion_tokens":1e300}}"# + "\n\ndata: [DONE]\n\n"
        guard case .chunk(let chunk) = try read([Array(text.utf8)]).first else {
            Issue.record("no chunk")
            return
        }
        #expect(chunk.usage == Usage(promptTokens: 0, completionTokens: 0))
    }

    @Test("takes the last of several equal keys, as OpenAI's SDKs do")
    func duplicateKeys() throws {
        let text =
            #"data: {"choices":[],"usage":{"prompt_tokens":1},"usage":{"prompt_tokens":2}}"# + "\n\n"
            + #"data: {"choices":[],"usage":{"prompt_tokens":1},"usage":null}"# + "\n\ndata: [DONE]\n\n"
        let usages = try read([Array(text.utf8)]).map { event -> Usage? in
            if case .chunk(let chunk) = event { chunk.usage } else { nil }
        }
        #expect(usages == [Usage(promptTokens: 2, completionTokens: 0), nil, nil])
    }
}
