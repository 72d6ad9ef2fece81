import HTTP
import JSON
import ModelContextProtocol
import Testing

@Suite("Tools")
struct ToolTests {
    @Test("are listed in their order with everything a client wants to know, the same each time")
    func list() async throws {
        let answer = try await Fixture.answer(Fixture.modernRequest("tools/list"))
        let tools = try #require(answer.result?["tools"]?.array)
        #expect(tools.map { $0["name"] } == ["echo", "fail", "ask", "routed"])
        #expect(tools[0]["title"] == "Echo")
        #expect(tools[0]["description"] == "Answers its arguments.")
        #expect(tools[0]["inputSchema"]?["type"] == "object")
        #expect(tools[0]["outputSchema"] == ["type": "object"])
        #expect(tools[1]["outputSchema"] == nil)
        let annotations = try #require(tools[0]["annotations"])
        #expect(annotations["readOnlyHint"] == true)
        #expect(annotations["openWorldHint"] == false)
        #expect(tools[1]["annotations"]?["readOnlyHint"] == false)
        #expect(tools[1]["annotations"]?["openWorldHint"] == true)
        #expect(answer.result?["nextCursor"] == nil)
        #expect(answer.result?["ttlMs"] == 300_000)
        #expect(answer.result?["cacheScope"] == "public")
        #expect(answer.result?["resultType"] == "complete")
        let again = try await Fixture.answer(Fixture.modernRequest("tools/list"))
        #expect(again.body == answer.body)
    }

    @Test("are listed page by page, each once", arguments: [1, 2, 3, 4, 5])
    func pages(_ size: Int) async throws {
        var names: [JSONValue?] = []
        var parameters: JSONObject = [:]
        repeat {
            let answer = try await Fixture.answer(Fixture.modernRequest("tools/list", parameters), pageSize: size)
            let tools = try #require(answer.result?["tools"]?.array)
            #expect((1...size).contains(tools.count))
            #expect(answer.result?["ttlMs"] == 300_000)
            names += tools.map { $0["name"] }
            parameters["cursor"] = answer.result?["nextCursor"]
        } while parameters["cursor"] != nil && names.count < 10
        #expect(names == ["echo", "fail", "ask", "routed"])
    }

    @Test(
        "are not listed from a cursor that was not given out",
        arguments: ["", "0", "dG9vbHMvbGlzdCBhZnRlciB4", 3, ["x"], false] as [JSONValue]
    )
    func badCursor(_ cursor: JSONValue) async throws {
        let modern = try await Fixture.answer(Fixture.modernRequest("tools/list", ["cursor": cursor]))
        #expect(modern.status == 400)
        #expect(modern.code == -32602)
        #expect(try await Fixture.answer(Fixture.legacyRequest("tools/list", ["cursor": cursor])).code == -32602)
    }

    @Test("get their arguments and the request, and answer text and structure")
    func call() async throws {
        let arguments: JSONValue = ["text": "hi", "n": 1.50]
        let answer = try await Fixture.answer(
            Fixture.modernRequest("tools/call", ["name": "echo", "arguments": arguments])
        )
        #expect(answer.status == 200)
        #expect(answer.result?["content"] == [["type": "text", "text": "echo request-1"]])
        #expect(answer.result?["structuredContent"] == arguments)
        #expect(answer.result?["isError"] == false)
        #expect(answer.result?["resultType"] == "complete")
        #expect(answer.result?["ttlMs"] == nil)
    }

    @Test("may be called without arguments", arguments: [nil, nil as JSONValue, [:]] as [JSONValue?])
    func noArguments(_ arguments: JSONValue?) async throws {
        var parameters: JSONObject = ["name": "echo"]
        parameters["arguments"] = arguments
        let answer = try await Fixture.answer(Fixture.modernRequest("tools/call", parameters))
        #expect(answer.result?["structuredContent"] == [:])
    }

    @Test("say what failed in a result that the model reads")
    func failure() async throws {
        let answer = try await Fixture.answer(Fixture.modernRequest("tools/call", ["name": "fail"]))
        #expect(answer.status == 200)
        #expect(answer.result?["isError"] == true)
        #expect(answer.result?["content"] == [["type": "text", "text": "Give a colour."]])
        #expect(answer.result?["structuredContent"] == nil)
    }

    @Test(
        "that are unknown, and calls that are none, are errors of the protocol",
        arguments: [["name": "nope"], ["name": 3], [:], ["name": "echo", "arguments": []]] as [JSONObject]
    )
    func malformedCall(_ parameters: JSONObject) async throws {
        let modern = try await Fixture.answer(Fixture.modernRequest("tools/call", parameters))
        #expect(modern.status == 400)
        #expect(modern.code == -32602)
        let legacy = try await Fixture.answer(Fixture.legacyRequest("tools/call", parameters))
        #expect(legacy.status == 200)
        #expect(legacy.code == -32602)
    }

    @Test(
        "that need something of the client are refused when it has not declared it",
        arguments: [[:], ["elicitation": [:]], ["elicitation": true], ["elicitation": ["url": [:]]]] as [JSONValue]
    )
    func missingCapability(_ declared: JSONValue) async throws {
        let request = Fixture.modernRequest("tools/call", ["name": "ask"], meta: [(Fixture.capabilitiesKey, declared)])
        let answer = try await Fixture.answer(request)
        #expect(answer.status == 400)
        #expect(answer.code == -32021)
        #expect(answer.data == ["requiredCapabilities": ["elicitation": ["form": [:]]]])
    }

    @Test("that need something of the client are called when it has declared it")
    func declaredCapability() async throws {
        let declared: JSONValue = ["sampling": [:], "elicitation": ["form": [:], "url": [:]]]
        let request = Fixture.modernRequest("tools/call", ["name": "ask"], meta: [(Fixture.capabilitiesKey, declared)])
        #expect(try await Fixture.answer(request).status == 200)
        #expect(try await Fixture.answer(Fixture.legacyRequest("tools/call", ["name": "ask"])).code == -32021)
    }

    @Test("of one name count once")
    func twins() {
        let server = MCPServer(
            info: ServerInfo(name: "s", title: "S", version: "1"),
            instructions: "",
            tools: [Fixture.echo, Fixture.failing, Fixture.echo]
        )
        #expect(server.tools.map(\.name) == ["echo", "fail"])
    }
}
