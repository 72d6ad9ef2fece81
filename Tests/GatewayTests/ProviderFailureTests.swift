import HTTP
import JSON
import TestSupport
import Testing

@Suite("A provider that fails", .timeLimit(.minutes(2)))
struct ProviderFailureTests {
    private static let words = #"{"error":{"message":"the provider's own words","code":"sk-x"}}"#

    @Test(
        "is answered for in the gateway's words",
        arguments: [
            (401, 502, "provider_credential_refused"), (403, 502, "provider_credential_refused"),
            (408, 504, "provider_timeout"), (500, 502, "provider_error"), (503, 502, "provider_error"),
            (504, 504, "provider_timeout"), (302, 502, "provider_error"), (429, 429, "provider_rate_limit_exceeded"),
            (402, 502, "provider_misconfigured"), (404, 502, "provider_misconfigured"), (413, 413, "request_too_large"),
        ]
    )
    func statuses(status: Int, expected: Int, code: String) async throws {
        for body in [GatewayTestBench.chat, GatewayTestBench.streamedChat] {
            let provider = try ScriptedServer.answering(Self.words, status: status)
            let answer = await GatewayTestBench(providers: provider).complete(body)
            #expect(answer.status == expected)
            #expect(answer.json["error"]?["code"]?.string == code)
            #expect(!answer.text.contains("own words"))
        }
    }

    @Test(
        "with something else than a chat completion is answered for with 502",
        arguments: [
            "", "garbage", "<html>the provider's own words</html>", "{", "[]", "null",
            #"{"choices":null,"message":"own words"}"#, #"{"id":"x"}"#,
            #"{"choices":[{"message":{"content":"cut"#, #"{"choices":[]} {"choices":[]}"#,
        ]
    )
    func garbage(body: String) async throws {
        let bench = GatewayTestBench(providers: try ScriptedServer.answering(body))
        let answer = await bench.complete()
        #expect(answer.status == 502)
        #expect(answer.json["error"]?["code"]?.string == "provider_answer_malformed")
        #expect(!answer.text.contains("own words"))
        #expect(!bench.log.text.contains("own words"))
    }

    @Test(
        "to speak HTTP, or to finish what it says, is answered for with 502",
        arguments: [
            ("", "provider_answer_broken_off"), ("SSH-2.0-OpenSSH_9.2\r\n", "provider_answer_malformed"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":[]}", "provider_answer_broken_off"),
            ("HTTP/1.1 200 OK\r\nContent-Le", "provider_answer_broken_off"),
        ]
    )
    func wire(bytes: String, code: String) async throws {
        let provider = try ScriptedServer.playing { peer in peer.send(bytes) }
        let answer = await GatewayTestBench(providers: provider).complete()
        #expect(answer.status == 502)
        #expect(answer.json["error"]?["code"]?.string == code)
        // A chat must not run twice.
        #expect(provider.received.count == 1)
    }

    @Test("to be there is answered for with 502")
    func unreachable() async {
        let bench = GatewayTestBench(
            configuration:
                "model_list: [{model_name: m, litellm_params: {model: openai/x, api_base: 'http://127.0.0.1:9/v1'}}]"
        )
        let answer = await bench.complete()
        #expect(answer.status == 502)
        #expect(answer.json["error"]?["code"]?.string == "provider_unreachable")
        #expect(!answer.text.contains("127.0.0.1"))
    }

    @Test("to answer in the deployment's time is answered for with 504")
    func silent() async throws {
        for body in [GatewayTestBench.chat, GatewayTestBench.streamedChat] {
            let provider = try ScriptedServer.playing { peer in peer.waitForClose() }
            let answer = await GatewayTestBench(providers: provider, parameters: ", timeout: 0.3").complete(body)
            #expect(answer.status == 504)
        }
    }

    @Test(
        "for its own rate limit passes on when to come again",
        arguments: [
            ("7", "7"), (nil, "1"), ("Wed, 21 Oct 2026 07:28:00 GMT", "1"), ("0", "0"), ("-5", "1"), ("+5", "1"),
            ("1.5", "1"),
        ]
    )
    func rateLimited(retryAfter: String?, expected: String) async throws {
        let headers: HeaderFields = retryAfter.map { ["Retry-After": $0] } ?? [:]
        let provider = try ScriptedServer.answering(Self.words, status: 429, headers: headers)
        let answer = await GatewayTestBench(providers: provider).complete()
        #expect(answer.status == 429)
        #expect(answer.head?.headers["retry-after"] == expected)
    }

    @Test(
        "because of the request says why, without keys and not at length",
        arguments: [GatewayTestBench.chat, GatewayTestBench.streamedChat]
    )
    func refusedRequest(body: String) async throws {
        // A credential of no known form is masked too: it is the one that was sent.
        let message =
            "Wrong key sk-abcdefghijklmnop123456 or cafe0123cafe4567 for max_tokens. "
            + String(repeating: "é", count: 3_000)
        let error: JSONValue = ["error": ["message": .string(message), "type": "x"]]
        let provider = try ScriptedServer.answering(
            String(decoding: error.serialized(), as: UTF8.self),
            status: 400
        )
        let untouched = try ScriptedServer.answering()
        let bench = GatewayTestBench(providers: provider, untouched, key: "cafe0123cafe4567")
        let answer = await bench.complete(body)
        #expect(answer.status == 400)
        #expect(answer.json["error"]?["code"]?.string == "provider_refused_request")
        let shown = try #require(answer.json["error"]?["message"]?.string)
        #expect(shown.contains("Wrong key sk-*** or *** for max_tokens. é"))
        #expect(shown.count < 600)
        #expect(!answer.text.contains("abcdefghijklmnop"))
        #expect(!bench.log.text.contains("abcdefghijklmnop"))
        // The request is at fault: no other deployment is asked.
        #expect(untouched.received.isEmpty)
    }

    @Test(
        "because of the request, but does not say why, is answered for with 400",
        arguments: ["", "own words", "[]", #"{"error":"own words"}"#, #"{"error":{"message":""}}"#]
    )
    func refusedWithoutReason(body: String) async throws {
        let answer = await GatewayTestBench(providers: try ScriptedServer.answering(body, status: 422)).complete()
        #expect(answer.status == 400)
        #expect(answer.json["error"]?["message"]?.string == "The provider refused the request.")
    }

    @Test("gives its turn to the group's next deployment", arguments: [500, 429, 401, 402, 404, 408])
    func failover(status: Int) async throws {
        let failing = try ScriptedServer.answering(Self.words, status: status)
        let working = try ScriptedServer.answering()
        let bench = GatewayTestBench(providers: failing, working)
        let answer = await bench.complete()
        #expect(answer.status == 200)
        #expect(answer.text == ScriptedServer.completion)
        #expect(answer.head?.headers["x-litellm-attempted-retries"] == "1")
        #expect(answer.head?.headers["x-litellm-model-id"] == "d1")
        #expect(failing.received.count == 1)
        #expect(working.received.map { $0.text.contains("upstream-1") } == [true])
        let warning = bench.log.entries.first
        #expect(warning?["level"]?.string == "WARN")
        #expect(warning?["deployment"]?.string == "d0")
        #expect(!bench.log.text.contains("own words"))
    }

    @Test("as every other does is answered for by the last failure")
    func allFail() async throws {
        let first = try ScriptedServer.answering(Self.words, status: 429, headers: ["retry-after": "9"])
        let second = try ScriptedServer.answering(Self.words, status: 500)
        let bench = GatewayTestBench(providers: first, second)
        let answer = await bench.complete()
        #expect(answer.status == 502)
        #expect(answer.head?.headers.contains("retry-after") == false)
        #expect(bench.log.entries.last?["attempts"]?.int == 2)
        #expect(bench.log.entries.last?["deployment"]?.string == "d1")
    }
}
