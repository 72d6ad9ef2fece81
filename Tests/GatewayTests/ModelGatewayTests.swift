import Accounts
import Gateway
import HTTP
import JSON
import POSIX
import TestSupport
import Testing

@Suite("The gateway")
struct ModelGatewayTests {
    private static let demo = """
        model_list:
          - model_name: demo
            litellm_params: {model: openai/demo-model, mock_response: "Hello from the mock"}
            model_info: {id: demo-1, input_cost_per_token: 0.001, output_cost_per_token: 0.002}
        router_settings: {model_group_alias: {gpt-4: demo}}
        """

    private let bench = GatewayTestBench(configuration: demo)
    private let chat = #"{"model":"demo","messages":[{"role":"user","content":"hi"}]}"#
    private let streamedChat = #"{"model":"demo","messages":[{"role":"user","content":"hi"}],"stream":true}"#

    @Test("answers a chat with LiteLLM's headers")
    func chatCompletion() async {
        let answer = await bench.send(.post, "/v1/chat/completions", body: chat)
        #expect(answer.status == 200)
        #expect(answer.json["object"]?.string == "chat.completion")
        #expect(answer.json["choices"]?[0]?["message"]?["content"]?.string == "Hello from the mock")
        #expect(answer.head?.headers["x-litellm-model-id"] == "demo-1")
        #expect(answer.head?.headers["x-litellm-model-group"] == "demo")
        #expect(answer.head?.headers["x-litellm-attempted-retries"] == "0")
        #expect(answer.head?.headers["x-litellm-response-cost"] == "0.016")
    }

    @Test("streams word by word, each event a write of its own, and ends with [DONE]")
    func stream() async {
        let answer = await bench.send(.post, "/chat/completions", body: streamedChat)
        #expect(answer.head?.headers["content-type"] == "text/event-stream")
        #expect(answer.writes.count == 7)
        #expect(answer.text.hasSuffix("data: [DONE]\n\n"))
        #expect(!answer.text.contains("usage"))
        #expect(answer.isFinished)
    }

    @Test("shows usage in a stream to a client that asked for it")
    func streamWithUsage() async {
        let body = streamedChat.dropLast() + #","stream_options":{"include_usage":true}}"#
        let answer = await bench.send(.post, "/v1/chat/completions", body: String(body))
        #expect(answer.text.contains(#""usage":{"prompt_tokens""#))
    }

    @Test("speaks its own dialect on /api/v1/completions")
    func gatewayCompletion() async {
        let body = #"{"model":"demo","messages":[{"role":"user","content":"hi"}],"temperature":0.5,"maxTokens":10}"#
        let answer = await bench.send(.post, "/api/v1/completions", body: body)
        #expect(answer.status == 200)
        #expect(answer.json.object?.map(\.key) == ["id", "model", "choices", "usage", "cost", "latency", "provider"])
        #expect(answer.json["choices"]?[0]?["finishReason"]?.string == "stop")
        #expect(answer.json["choices"]?[0]?["message"]?["role"]?.string == "assistant")
        #expect(answer.json["usage"]?["totalTokens"]?.int == 12)
        #expect(answer.json["cost"]?.double == 0.016)
        #expect(answer.json["provider"]?.string == "openai")
    }

    @Test("streams its own dialect too, the account last")
    func gatewayStream() async {
        let body = #"{"model":"demo","messages":[{"role":"user","content":"hi"}],"stream":true}"#
        let answer = await bench.send(.post, "/api/v1/completions", body: body)
        let events = answer.text.split(separator: "\n\n").map { $0.dropFirst("data: ".count) }
        #expect(events.last == "[DONE]")
        let account = try? JSONValue(parsing: Array((events.dropLast().last ?? "").utf8))
        #expect(account?["usage"]?["completionTokens"]?.int == 4)
        let first = try? JSONValue(parsing: Array((events.dropFirst().first ?? "").utf8))
        #expect(first?["choices"]?[0]?["delta"]?["content"]?.string == "Hello ")
    }

    @Test(
        "refuses with the status and shape of the route",
        arguments: [
            (Method.post, "/v1/chat/completions", "{", 400, "invalid_json"),
            (.post, "/v1/chat/completions", #"{"model":"no","messages":[{"role":"user"}]}"#, 400, "model_not_found"),
            (.get, "/v1/chat/completions", "", 405, "method_not_allowed"),
            (.post, "/nowhere", "", 404, "not_found"),
            (.post, "/key/generate", #"{"max_budget":1}"#, 400, "unsupported_parameter"),
            (.post, "/key/generate", #"{"surprise":1}"#, 400, "unknown_parameter"),
            (.post, "/key/delete", #"{"keys":[]}"#, 400, "missing_required_parameter"),
            (.get, "/key/info", "", 400, "missing_required_parameter"),
        ]
    )
    func refusals(method: Method, path: String, body: String, status: Int, code: String) async {
        let answer = await bench.send(method, path, body: body)
        #expect(answer.status == status)
        #expect(answer.json["error"]?["code"]?.string == code)
        #expect(answer.json["error"]?["message"]?.string?.isEmpty == false)
    }

    @Test("names the methods that a route takes")
    func allowHeader() async {
        let answer = await bench.send(.get, "/v1/chat/completions")
        #expect(answer.head?.headers["allow"] == "POST")
    }

    @Test("answers errors of its own API in its own shape")
    func gatewayError() async {
        let answer = await bench.send(.post, "/api/v1/completions", body: #"{"model":"demo","mcpContext":{}}"#)
        #expect(answer.status == 400)
        #expect(answer.json["error"]?["type"]?.string == "INVALID_REQUEST")
        #expect(answer.json["requestId"]?.string == "r-1")
        #expect(answer.json["timestamp"]?.string?.hasSuffix("Z") == true)
    }

    @Test("walks no closed route without an identity, and no administrator's route with a key's")
    func permissions() async throws {
        #expect(await bench.send(.post, "/v1/chat/completions", body: chat, identity: nil).status == 401)
        #expect(await bench.send(.get, "/health", identity: nil).status == 200)
        let key = try await makeKey()
        #expect(await bench.send(.post, "/key/generate", body: "{}", identity: key).status == 403)
    }

    @Test("counts a key's request once, and settles it after the answer")
    func admission() async throws {
        let key = try await makeKey()
        #expect(await bench.send(.post, "/v1/chat/completions", body: chat, identity: key).status == 200)
        #expect(bench.keys.admissions.count == 1)
        #expect(bench.keys.settlements.count == 1)
    }

    @Test("turns a refusal of the store into 401 or 429 with Retry-After")
    func refusedAdmission() async throws {
        let key = try await makeKey()
        bench.keys.answer(.refused(.rateLimited(window: .minute, limit: 20, retryAfter: 17)))
        let limited = await bench.send(.post, "/v1/chat/completions", body: chat, identity: key)
        #expect(limited.status == 429)
        #expect(limited.head?.headers["retry-after"] == "17")
        bench.keys.answer(.refused(.unknownKey))
        #expect(await bench.send(.post, "/v1/chat/completions", body: chat, identity: key).status == 401)
        #expect(bench.keys.settlements.isEmpty)
    }

    @Test("refuses a model that the key may not use, without counting the request")
    func modelPermission() async throws {
        let key = try await makeKey(#"{"models":["other"]}"#)
        #expect(await bench.send(.post, "/v1/chat/completions", body: chat, identity: key).status == 403)
        #expect(bench.keys.admissions.isEmpty)
        let list = await bench.send(.get, "/v1/models", identity: key)
        #expect(list.json["data"]?.array?.isEmpty == true)
    }

    @Test("lists groups and aliases as models")
    func models() async {
        let list = await bench.send(.get, "/models")
        #expect(list.json["data"]?.array?.compactMap { $0["id"]?.string } == ["demo", "gpt-4"])
    }

    @Test("shows a key once, describes it without it, and deletes it by key or hash")
    func keyLife() async throws {
        let made = await bench.send(.post, "/key/generate", body: #"{"key_alias":"a","rpm_limit":5,"duration":"1d"}"#)
        let key = try #require(made.json["key"]?.string)
        let hash = try #require(made.json["token"]?.string)
        let info = await bench.send(.get, "/key/info", query: "key=\(key)")
        #expect(info.json["info"]?["rpm_limit"]?.int == 5)
        #expect(info.json["info"]?["expires"]?.string != nil)
        #expect(!info.text.contains(key))
        let deleted = await bench.send(.post, "/key/delete", body: #"{"keys":["\#(hash)"]}"#)
        #expect(deleted.status == 200)
        #expect(await bench.send(.post, "/key/delete", body: #"{"keys":["\#(key)"]}"#).status == 404)
    }

    @Test("gives a key its tier's limit unless it has its own")
    func tiers() async {
        let free = await bench.send(.post, "/key/generate", body: #"{"tier":"free"}"#)
        #expect(free.json["rpm_limit"]?.int == 10)
        let own = await bench.send(.post, "/key/generate", body: #"{"tier":"free","rpm_limit":3}"#)
        #expect(own.json["rpm_limit"]?.int == 3)
    }

    @Test("tells a key only about itself")
    func ownInfo() async throws {
        let key = try await makeKey()
        #expect(await bench.send(.get, "/key/info", identity: key).status == 200)
        let other = APIKey.generate().hash
        #expect(await bench.send(.get, "/key/info", query: "key=\(other)", identity: key).status == 403)
    }

    @Test("survives a store without its table, and tells the log rather than the client why")
    func brokenStore() async throws {
        let key = try await makeKey()
        bench.keys.fail(.missingTable(name: "ai-gateway-test-api-keys"))
        let answer = await bench.send(.post, "/v1/chat/completions", body: chat, identity: key)
        #expect(answer.status == 503)
        #expect(!answer.text.contains("ai-gateway-test-api-keys"))
        #expect(bench.log.entries.last?["errorDetail"]?.string?.contains("ai-gateway-test-api-keys") == true)
    }

    @Test("answers with a refused configuration: alive, not ready, and 503 to the rest")
    func refusedConfiguration() async {
        let bench = GatewayTestBench(configuration: "model_list: 7")
        #expect(await bench.send(.get, "/health/liveliness", identity: nil).status == 200)
        #expect(await bench.send(.get, "/health/readiness", identity: nil).status == 503)
        let answer = await bench.send(.post, "/v1/chat/completions", body: chat)
        #expect(answer.status == 503)
        #expect(answer.json["error"]?["code"]?.string == "configuration_refused")
    }

    @Test("names the missing variable when a provider's credential is not set")
    func missingCredential() async {
        let bench = GatewayTestBench(
            configuration:
                "model_list: [{model_name: m, litellm_params: {model: openai/x, api_key: os.environ/NOT_SET}}]"
        )
        let answer = await bench.send(
            .post,
            "/v1/chat/completions",
            body: #"{"model":"m","messages":[{"role":"user"}]}"#
        )
        #expect(answer.status == 503)
        #expect(answer.json["error"]?["message"]?.string?.contains("NOT_SET") == true)
    }

    @Test("writes one line a request: log entry and metrics at once, without prompt or key")
    func logLine() async throws {
        let key = try await makeKey()
        let before = bench.log.lines.count
        _ = await bench.send(.post, "/v1/chat/completions", body: chat, identity: key)
        #expect(bench.log.lines.count == before + 1)
        let line = try #require(bench.log.entries.last)
        #expect(line["requestId"]?.string == "r-1")
        #expect(line["route"]?.string == "POST /v1/chat/completions")
        #expect(line["Requests"]?.double == 1)
        #expect(line["CompletionTokens"]?.double == 4)
        #expect(line["_aws"]?["CloudWatchMetrics"]?[0]?["Namespace"]?.string == "AiModelGateway")
        #expect(line["messages"] == nil)
    }

    private func makeKey(_ body: String = "{}") async throws -> Identity {
        let made = await bench.send(.post, "/key/generate", body: body)
        let key = try #require(made.json["key"]?.string.flatMap(APIKey.init))
        return Identity(record: try #require(await bench.keys.record(id: key.id)))
    }
}
