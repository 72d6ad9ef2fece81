import HTTP
import JSON
import ModelContextProtocol
import Testing

@Suite("A request from before 2026-07-28")
struct LegacyRequestTests {
    @Test(
        "opens with the version it wishes, when it is spoken",
        arguments: ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
    )
    func knownVersion(_ version: String) async throws {
        let wish: JSONObject = [
            "protocolVersion": .string(version), "capabilities": [:], "clientInfo": ["name": "c", "version": "1"],
        ]
        let answer = try await Fixture.answer(Fixture.legacyRequest("initialize", wish))
        #expect(answer.status == 200)
        #expect(answer.body?["id"] == "seven")
        #expect(answer.result?["protocolVersion"] == .string(version))
        #expect(answer.result?["capabilities"] == ["tools": [:]])
        #expect(answer.result?["serverInfo"]?["name"] == "test-server")
        #expect(answer.result?["instructions"] == "Use it well.")
        #expect(answer.result?["resultType"] == nil)
    }

    @Test("is offered 2025-11-25 when it wishes another", arguments: ["2026-07-28", "2099-01-01", "1.0", ""])
    func otherVersion(_ version: String) async throws {
        let answer = try await Fixture.answer(
            Fixture.legacyRequest("initialize", ["protocolVersion": .string(version)])
        )
        #expect(answer.result?["protocolVersion"] == "2025-11-25")
    }

    @Test("may open whatever its version header says")
    func initializeHeader() async throws {
        let request = Fixture.legacyRequest("initialize", ["protocolVersion": "2025-06-18"], version: "2026-07-28")
        #expect(try await Fixture.answer(request).result?["protocolVersion"] == "2025-06-18")
    }

    @Test("must wish a version to open", arguments: [[:], ["protocolVersion": 7]] as [JSONObject])
    func noWish(_ parameters: JSONObject) async throws {
        let answer = try await Fixture.answer(Fixture.legacyRequest("initialize", parameters))
        #expect(answer.status == 200)
        #expect(answer.code == -32602)
    }

    @Test(
        "is served without ever having opened, with and without a version header",
        arguments: [nil, "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
    )
    func noSession(_ version: String?) async throws {
        #expect(try await Fixture.answer(Fixture.legacyRequest("ping", version: version)).result == [:])
        let list = try await Fixture.answer(Fixture.legacyRequest("tools/list", version: version))
        #expect(list.result?["tools"]?.array?.count == 4)
        #expect(list.result?.object?.keys == ["tools"])
        let call = try await Fixture.answer(
            Fixture.legacyRequest("tools/call", ["name": "echo", "arguments": ["a": 1]], version: version)
        )
        #expect(call.result?["structuredContent"] == ["a": 1])
        #expect(call.result?.object?.keys == ["content", "structuredContent", "isError"])
    }

    @Test("may carry a progress token and other _meta")
    func meta() async throws {
        let request = Fixture.legacyRequest("tools/list", ["_meta": ["progressToken": 1]], version: "2025-11-25")
        #expect(try await Fixture.answer(request).status == 200)
    }

    @Test("is served as legacy when header and _meta agree on a version with a handshake")
    func legacyVersionInMeta() async throws {
        let request = Fixture.modernRequest(
            "ping",
            meta: [(Fixture.versionKey, "2025-11-25")],
            headers: [("MCP-Protocol-Version", "2025-11-25")]
        )
        #expect(try await Fixture.answer(request).result == [:])
    }

    @Test("learns of errors in the body: the status is 200, which its clients read")
    func errors() async throws {
        for (method, code) in [("unheard/of", -32601), ("server/discover", -32601), ("tools/call", -32602)] {
            let answer = try await Fixture.answer(Fixture.legacyRequest(method, version: "2025-11-25"))
            #expect(answer.status == 200)
            #expect(answer.code == code)
            #expect(answer.body?["id"] == "seven")
        }
    }

    @Test("of an unknown version is refused with 400", arguments: ["2025-01-01", "", "2025-11-25, 2025-06-18"])
    func unknownVersion(_ version: String) async throws {
        let answer = try await Fixture.answer(Fixture.legacyRequest("tools/list", version: version))
        #expect(answer.status == 400)
        #expect(answer.code == -32022)
    }
}
