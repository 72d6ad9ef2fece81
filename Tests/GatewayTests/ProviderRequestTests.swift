import HTTP
import JSON
import TestSupport
import Testing

@Suite("A request to a provider", .timeLimit(.minutes(2)))
struct ProviderRequestTests {
    @Test("goes to the deployment's address with its own credential, and with nothing of the client's headers")
    func request() async throws {
        let provider = try ScriptedServer.answering()
        let bench = GatewayTestBench(providers: provider)
        let answer = await bench.send(
            .post,
            "/v1/chat/completions",
            headers: [
                "Authorization": "Bearer sk-the-clients-key", "X-API-Key": "sk-the-clients-key", "Cookie": "c=1",
                "X-Forwarded-For": "10.0.0.1",
            ],
            body: GatewayTestBench.chat
        )
        #expect(answer.status == 200)
        #expect(provider.received.count == 1)
        let received = try #require(provider.received.first)
        #expect(received.requestLine == "POST /v1/chat/completions HTTP/1.1")
        #expect(received.headers["authorization"] == "Bearer sk-the-provider-key")
        #expect(received.headers["content-type"] == "application/json")
        #expect(received.headers["accept"] == "application/json")
        for name in ["x-api-key", "cookie", "x-forwarded-for"] { #expect(!received.headers.contains(name)) }
    }

    @Test("carries the client's bytes with another model's name in them")
    func body() async throws {
        let provider = try ScriptedServer.answering()
        let body = #"""
            { "seed":12345678901234567890, "temperature" : 1.0E+0, "model" : "m" ,
              "x-unknown": {"model":"m", "b":[1e400, -0.0]},
              "messages":[ {"role":"user","content":"h\u00e9 \ud83d\ude00 m"} ] }
            """#
        _ = await GatewayTestBench(providers: provider).complete(body)
        let expected = body.replacing(#""model" : "m" "#, with: #""model" : "upstream-0" "#)
        #expect(provider.received.map(\.text) == [expected])
    }

    @Test("asks for a stream, with usage, when the client asks for a stream")
    func stream() async throws {
        let provider = try ScriptedServer.answering("data: [DONE]\n\n")
        _ = await GatewayTestBench(providers: provider).complete(GatewayTestBench.streamedChat)
        let received = try #require(provider.received.first)
        #expect(received.headers["accept"] == "text/event-stream")
        let body = try JSONValue(parsing: received.body)
        #expect(body["stream"]?.bool == true)
        #expect(body["stream_options"] == ["include_usage": true])
    }
}

@Suite("A provider's whole answer", .timeLimit(.minutes(2)))
struct ProviderAnswerTests {
    @Test("reaches the client byte for byte")
    func bytes() async throws {
        let body =
            "\n { \"id\" : \"x\", \"choices\":[{\"index\":0, \"message\":{\"content\":\"h\\u00e9 é\", \"n\":1.50}}],\r\n"
            + #" "unknown":{"b":1,"a":1e400},"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}} "#
        let provider = try ScriptedServer.answering(body, headers: ["x-provider-secret": "s", "set-cookie": "c=1"])
        let bench = GatewayTestBench(providers: provider)
        let answer = await bench.complete()
        #expect(answer.status == 200)
        #expect(answer.text == body)
        #expect(answer.head?.headers["content-type"] == "application/json")
        #expect(answer.head?.headers["x-litellm-model-id"] == "d0")
        #expect(answer.head?.headers["x-litellm-attempted-retries"] == "0")
        #expect(answer.head?.headers["x-litellm-response-cost"] == "0.007")
        for name in ["x-provider-secret", "set-cookie"] { #expect(answer.head?.headers.contains(name) == false) }
        #expect(bench.log.entries.last?["PromptTokens"]?.double == 3)
        #expect(bench.log.entries.last?["CompletionTokens"]?.double == 2)
    }

    @Test("to a client that is gone is recorded as 499")
    func clientGone() async throws {
        let bench = GatewayTestBench(providers: try ScriptedServer.answering())
        let recorder = await bench.complete(to: AnswerRecorder(leavingAfter: 0))
        #expect(!recorder.isFinished)
        #expect(bench.log.entries.last?["status"]?.int == 499)
    }
}
