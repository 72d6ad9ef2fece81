import Gateway
import HTTP
import HTTPClient
import POSIX
import Testing

@Suite("Reading OpenAI's answer")
struct OpenAIProviderTests {
    private func read(_ text: String) throws(ProviderFailure) -> ChatCompletion {
        try OpenAIProvider().readCompletion(Response(status: .ok, headers: [:], body: Array(text.utf8)))
    }

    @Test(
        "takes usage where it is, and keeps the bytes",
        arguments: [
            (#"{"choices":[]}"#, nil),
            (#"{"choices":[],"usage":null}"#, nil),
            (#"{"choices":[],"usage":[1]}"#, nil),
            (#"{"choices":[],"usage":{}}"#, Usage(promptTokens: 0, completionTokens: 0)),
            (
                #" {"usage":{"completion_tokens":2,"x":{"prompt_tokens":9},"prompt_tokens":3},"choices":[{}]} "#,
                Usage(promptTokens: 3, completionTokens: 2)
            ),
            (
                #"{"choices":[],"usage":{"prompt_tokens":-1,"completion_tokens":1.5}}"#,
                Usage(promptTokens: 0, completionTokens: 0)
            ),
            (
                #"{"choices":[],"usage":{"prompt_tokens":null,"completion_tokens":10000001}}"#,
                Usage(promptTokens: 0, completionTokens: 0)
            ),
            // The last of several equal keys counts, as in OpenAI's SDKs.
            (
                #"{"choices":0,"usage":{"prompt_tokens":1},"choices":[],"usage":{"prompt_tokens":2}}"#,
                Usage(promptTokens: 2, completionTokens: 0)
            ),
            (
                #"{"choices":[],"usage":{"prompt_tokens":1,"prompt_tokens":4}}"#,
                Usage(promptTokens: 4, completionTokens: 0)
            ),
            (#"{"choices":[],"usage":{"prompt_tokens":1},"usage":null}"#, nil),
        ]
    )
    func usage(text: String, expected: Usage?) throws {
        let completion = try read(text)
        #expect(completion.usage == expected)
        #expect(completion.body == Array(text.utf8))
    }

    @Test(
        "refuses what is not a chat completion, without repeating it",
        arguments: [
            "", " ", "{", "null", "[]", #""text""#, "sk-secret-text", #"{"sk-secret":1}"#, #"{"choices":{}}"#,
            #"{"choices":null}"#, #"{"choices":"sk-secret"}"#, #"{"choices":[]} x"#, #"{"choices":[}"#,
            #"{"choices":[],"choices":null}"#, #"{"choices":[],"usage":{"prompt_tokens":}}"#,
        ]
    )
    func refuses(text: String) {
        let failure = #expect(throws: ProviderFailure.self) { try read(text) }
        guard case .malformedAnswer(let reason) = failure else {
            Issue.record("not told as a malformed answer")
            return
        }
        #expect(!reason.contains("secret"))
    }

    @Test("refuses every truncation of an answer")
    func truncation() throws {
        let text = #"{"id":"é","choices":[{"index":0}],"usage":{"prompt_tokens":3},"x":[1.5e3,true,null]}"#
        let bytes = Array(text.utf8)
        for length in bytes.indices {
            #expect(throws: ProviderFailure.self) {
                try OpenAIProvider().readCompletion(Response(status: .ok, headers: [:], body: Array(bytes[..<length])))
            }
        }
    }

    @Test("asks OpenAI where a deployment names no address, and shows no credential where there is none")
    func defaultAddress() throws {
        let configuration = try ConfigurationReader.read(
            Array("model_list: [{model_name: m, litellm_params: {model: gpt-4o}}]".utf8),
            file: "t.yaml",
            environment: [:],
            providers: .standard
        ).configuration
        let deployment = try #require(configuration.deployments(of: "m").first)
        let chat = try ChatCompletionRequest(parsing: Array(#"{"model":"m","messages":[{"role":"user"}]}"#.utf8))
        let request = try OpenAIProvider().makeRequest(for: chat, deployment: deployment, credential: nil)
        #expect(request.url == "https://api.openai.com/v1/chat/completions")
        #expect(request.headers["authorization"] == nil)
        #expect(!request.isIdempotent)
    }
}
