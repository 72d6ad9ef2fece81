import Gateway
import JSON
import Serving
import Testing

@Suite("A chat completion request")
struct ChatCompletionRequestTests {
    @Test("reaches the provider byte for byte but for the model's name")
    func splicesModel() throws {
        let body = #"""
            { "temperature" : 1.0E+0, "x-unknown": {"b":1,"a":[1e400, -0.0]}, "model" : "fast",
              "messages":[ {"role":"user","content":"h\u00e9 \ud83d\ude00"} ], "seed": 12345678901234567890 }
            """#
        let request = try ChatCompletionRequest(parsing: Array(body.utf8))
        let sent = request.body(forModel: "gpt-\"4o", requestingUsage: false)
        #expect(String(decoding: sent, as: UTF8.self) == body.replacing(#""fast""#, with: #""gpt-\"4o""#))
        #expect(request.model == "fast")
        #expect(!request.isStreamed)
    }

    @Test(
        "asks the provider for usage on streams, whatever the client wrote",
        arguments: [
            (#"{"model":"m","messages":[{"role":"user"}],"stream":true}"#, false),
            (#"{"stream_options":null,"model":"m","messages":[{"role":"user"}],"stream":true}"#, false),
            (#"{"model":"m","stream_options":{},"messages":[{"role":"user"}],"stream":true}"#, false),
            (#"{"model":"m","stream_options":{ "x": 1 },"messages":[{"role":"user"}],"stream":true}"#, false),
            (
                #"{"model":"m","stream_options":{"include_usage":false},"messages":[{"role":"user"}],"stream":true}"#,
                false
            ),
            (
                #"{"model":"m","stream_options":{"include_usage":null},"messages":[{"role":"user"}],"stream":true}"#,
                false
            ),
            (
                #"{"model":"m","stream_options":{"include_usage":true},"messages":[{"role":"user"}],"stream":true}"#,
                true
            ),
        ]
    )
    func requestsUsage(body: String, asked: Bool) throws {
        let request = try ChatCompletionRequest(parsing: Array(body.utf8))
        #expect(request.includesUsage == asked)
        let sent = try JSONValue(parsing: request.body(forModel: "p", requestingUsage: true))
        #expect(sent["stream_options"]?["include_usage"]?.bool == true)
        #expect(sent["model"]?.string == "p")
        #expect(sent["messages"] == [["role": "user"]])
        #expect(sent["stream"]?.bool == true)
    }

    @Test(
        "names the field that is wrong",
        arguments: [
            (#"{"messages":[{"role":"user"}]}"#, "model"),
            (#"{"model":"m"}"#, "messages"),
            (#"{"model":7,"messages":[{"role":"user"}]}"#, "model"),
            (#"{"model":"","messages":[{"role":"user"}]}"#, "model"),
            (#"{"model":null,"messages":[{"role":"user"}]}"#, "model"),
            (#"{"model":"m","messages":"hi"}"#, "messages"),
            (#"{"model":"m","messages":[]}"#, "messages"),
            (#"{"model":"m","messages":["hi"]}"#, "messages[0]"),
            (#"{"model":"m","messages":[{"role":"user"},{"content":"x"}]}"#, "messages[1].role"),
            (#"{"model":"m","messages":[{"role":1}]}"#, "messages[0].role"),
            (#"{"model":"m","messages":[{"role":"user","content":1}]}"#, "messages[0].content"),
            (#"{"model":"m","messages":[{"role":"user"}],"temperature":"hot"}"#, "temperature"),
            (#"{"model":"m","messages":[{"role":"user"}],"stream":"yes"}"#, "stream"),
            (#"{"model":"m","messages":[{"role":"user"}],"max_tokens":"9"}"#, "max_tokens"),
            (#"{"model":"m","messages":[{"role":"user"}],"tools":{}}"#, "tools"),
            (#"{"model":"m","messages":[{"role":"user"}],"stream_options":[]}"#, "stream_options"),
            (
                #"{"model":"m","messages":[{"role":"user"}],"stream_options":{"include_usage":1}}"#,
                "stream_options.include_usage"
            ),
        ]
    )
    func namesField(body: String, parameter: String) {
        let error = #expect(throws: GatewayError.self) { try ChatCompletionRequest(parsing: Array(body.utf8)) }
        #expect(error?.kind == .invalidRequest)
        #expect(error?.parameter == parameter)
    }

    @Test(
        "refuses what is not JSON, without repeating it",
        arguments: [
            "", "{", "[1]", #"{"model":"m","model":"n","messages":[{"role":"user"}]}"#, #"{"model":"m"} secret"#,
            String(repeating: "[", count: 10_000),
            #"{"model":"m","messages":[{"role":"user","content":"# + String(repeating: "[", count: 10_000),
        ]
    )
    func malformed(body: String) {
        let error = #expect(throws: GatewayError.self) { try ChatCompletionRequest(parsing: Array(body.utf8)) }
        #expect(error?.kind == .invalidRequest)
        #expect(error?.message.contains("secret") == false)
    }

    @Test("refuses text that is not UTF-8")
    func invalidUTF8() {
        let body =
            Array(#"{"model":"m","messages":[{"role":"user","content":""#.utf8) + [0xff, 0xfe] + Array(#""}]}"#.utf8)
        let error = #expect(throws: GatewayError.self) { try ChatCompletionRequest(parsing: body) }
        #expect(error?.kind == .invalidRequest)
    }
}
