import HTTP
import JSON
import ModelContextProtocol
import Testing

@Suite("A message")
struct MessageTests {
    static let unparsable: [String] = [
        "", "{", "nonsense", #"{"jsonrpc":"2.0","id":1,"method":"ping"} x"#, #"{"jsonrpc":"2.0","id":01}"#,
        #"{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}"#, #"{"jsonrpc":"2.0","id":"\ud800","method":"ping"}"#,
    ]

    @Test("that is no JSON is a parse error", arguments: unparsable)
    func parseError(_ body: String) async throws {
        let answer = try await Fixture.answer(Fixture.post(Array(body.utf8)))
        #expect(answer.status == 400)
        #expect(answer.code == -32700)
        #expect(answer.body?["id"] == nil)
    }

    @Test("that is not UTF-8 is a parse error")
    func invalidUTF8() async throws {
        let body = Array(#"{"jsonrpc":"2.0","id":1,"method":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
        #expect(try await Fixture.answer(Fixture.post(body)).code == -32700)
    }

    @Test("that is nested ten thousand deep is a parse error, not a crash", arguments: ["[", #"{"a":"#])
    func deep(_ opening: String) async throws {
        let body =
            #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":"# + String(repeating: opening, count: 10_000)
        #expect(try await Fixture.answer(Fixture.post(Array(body.utf8))).code == -32700)
    }

    static let invalid: [(String, Int)] = [
        ("[]", -32600),
        (#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, -32600),
        ("7", -32600), ("null", -32600), (#""ping""#, -32600), ("{}", -32600),
        (#"{"id":1,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":2.0,"id":1,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"method":7}"#, -32600),
        (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":true,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, -32602),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":null}"#, -32602),
    ]

    @Test("that is JSON but no message is refused with its id, if it has one", arguments: invalid)
    func refused(_ body: String, _ code: Int) async throws {
        let answer = try await Fixture.answer(Fixture.post(Array(body.utf8)))
        #expect(answer.status == 400)
        #expect(answer.code == code)
        #expect(answer.body?["jsonrpc"] == "2.0")
        let hasID = body.contains(#""id":1"#) && body.first == "{"
        #expect(answer.body?["id"] == (hasID ? 1 : nil))
    }

    @Test(
        "gets its id back to the letter",
        arguments: ["1", "0", "-7", "9007199254740993", "1.0", "1e2", #""1""#, #""""#, #""ü\n""#]
    )
    func id(_ literal: String) async throws {
        let body = #"{"jsonrpc":"2.0","id":\#(literal),"method":"ping"}"#
        let answer = try await Fixture.answer(Fixture.post(Array(body.utf8)))
        #expect(answer.status == 200)
        #expect(answer.body?["id"] == (try JSONValue(parsing: Array(literal.utf8))))
    }

    @Test(
        "without an id is accepted with 202, no body and no content type",
        arguments: ["notifications/initialized", "notifications/cancelled", "tools/call", "unheard/of"],
        [nil, "2025-06-18", "2026-07-28"]
    )
    func notification(_ method: String, _ version: String?) async throws {
        var headers: HeaderFields = [:]
        headers["MCP-Protocol-Version"] = version
        let response = await Fixture.server().respond(
            to: Fixture.post(["jsonrpc": "2.0", "method": .string(method)], headers),
            context: Fixture.context
        )
        #expect(response.status == .accepted)
        #expect(response.body.isEmpty)
        #expect(response.headers.isEmpty)
    }

    @Test("without an id in an unknown version is refused")
    func notificationVersion() async throws {
        let body: JSONValue = ["jsonrpc": "2.0", "method": "notifications/initialized"]
        let answer = try await Fixture.answer(Fixture.post(body, ["MCP-Protocol-Version": "1900-01-01"]))
        #expect(answer.status == 400)
        #expect(answer.code == -32022)
    }

    @Test("that answers something is accepted of old clients only")
    func response() async throws {
        let body: JSONValue = ["jsonrpc": "2.0", "id": 1, "result": [:]]
        #expect(try await Fixture.answer(Fixture.post(body, ["MCP-Protocol-Version": "2025-11-25"])).status == 202)
        #expect(try await Fixture.answer(Fixture.post(body, ["MCP-Protocol-Version": "2026-07-28"])).status == 400)
    }
}
