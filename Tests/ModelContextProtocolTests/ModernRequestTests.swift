import HTTP
import JSON
import ModelContextProtocol
import Testing

@Suite("A request of 2026-07-28")
struct ModernRequestTests {
    @Test(
        "must have the version header, and say the same in it as in _meta",
        arguments: [nil, "2025-11-25", "2026-07-29"]
    )
    func versionHeader(_ header: String?) async throws {
        let request = Fixture.modernRequest("tools/list", headers: [("MCP-Protocol-Version", header)])
        let answer = try await Fixture.answer(request)
        #expect(answer.status == 400)
        #expect(answer.code == -32020)
        #expect(answer.body?["id"] == 7)
    }

    @Test("must name its method in Mcp-Method, in the same case", arguments: [nil, "tools/call", "Tools/List", ""])
    func methodHeader(_ header: String?) async throws {
        let answer = try await Fixture.answer(Fixture.modernRequest("tools/list", headers: [("Mcp-Method", header)]))
        #expect(answer.status == 400)
        #expect(answer.code == -32020)
    }

    @Test("may not encode Mcp-Method")
    func encodedMethodHeader() async throws {
        let headers = [("Mcp-Method", "=?base64?dG9vbHMvbGlzdA==?=")]
        #expect(try await Fixture.answer(Fixture.modernRequest("tools/list", headers: headers)).code == -32020)
    }

    @Test("must name its tool in Mcp-Name", arguments: [nil, "fail", "ECHO", "=?base64?ZmFpbA==?=", "=?base64?%%?="])
    func nameHeader(_ header: String?) async throws {
        let request = Fixture.modernRequest("tools/call", ["name": "echo"], headers: [("Mcp-Name", header)])
        let answer = try await Fixture.answer(request)
        #expect(answer.status == 400)
        #expect(answer.code == -32020)
    }

    @Test("may name its tool in Base64")
    func encodedNameHeader() async throws {
        let request = Fixture.modernRequest(
            "tools/call",
            ["name": "echo"],
            headers: [("Mcp-Name", "=?base64?ZWNobw==?=")]
        )
        #expect(try await Fixture.answer(request).status == 200)
    }

    @Test("names what is outside ASCII in Base64 of its UTF-8")
    func unicodeNameHeader() async throws {
        let encoded = Fixture.modernRequest(
            "tools/call",
            ["name": "größe"],
            headers: [("Mcp-Name", "=?base64?Z3LDtsOfZQ==?=")]
        )
        // Past the header check: there is no such tool.
        #expect(try await Fixture.answer(encoded).code == -32602)
        let plain = Fixture.modernRequest("tools/call", ["name": "größe"])
        #expect(try await Fixture.answer(plain).code == -32020)
    }

    @Test("may not have one of these headers twice", arguments: ["MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"])
    func repeatedHeader(_ name: String) async throws {
        var request = Fixture.modernRequest("tools/call", ["name": "echo"])
        request.headers.append(name, try #require(request.headers[name]))
        #expect(try await Fixture.answer(request).code == -32020)
    }

    @Test("finds its headers whatever their case")
    func headerCase() async throws {
        var request = Fixture.modernRequest("tools/call", ["name": "echo"])
        request.headers = HeaderFields(
            request.headers.compactMap { HeaderField(name: $0.name.uppercased(), value: $0.value) }
        )
        #expect(try await Fixture.answer(request).status == 200)
    }

    @Test("must declare version and capabilities in _meta", arguments: [Fixture.versionKey, Fixture.capabilitiesKey])
    func requiredMeta(_ key: String) async throws {
        let answer = try await Fixture.answer(Fixture.modernRequest("tools/list", meta: [(key, nil)]))
        #expect(answer.status == 400)
        #expect(answer.code == -32602)
        #expect(answer.message.contains(key))
    }

    @Test("must declare them as what they are", arguments: [Fixture.versionKey, Fixture.capabilitiesKey])
    func metaTypes(_ key: String) async throws {
        let answer = try await Fixture.answer(Fixture.modernRequest("tools/list", meta: [(key, 7)]))
        #expect(answer.status == 400)
        #expect(answer.code == -32602)
    }

    @Test(
        "with no _meta, or one that is no object, lacks it too",
        arguments: [nil, [] as JSONValue, "x", nil as JSONValue]
    )
    func noMeta(_ meta: JSONValue?) async throws {
        var message: JSONObject = ["jsonrpc": "2.0", "id": 1, "method": "tools/list"]
        if let meta { message["params"] = ["_meta": meta] }
        let headers: HeaderFields = ["MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/list"]
        let answer = try await Fixture.answer(Fixture.post(.object(message), headers))
        #expect(answer.status == 400)
        #expect(answer.code == -32602)
    }

    @Test("of a version that is not spoken learns which are")
    func unsupportedVersion() async throws {
        let future = "2027-01-01"
        let both = Fixture.modernRequest(
            "tools/list",
            meta: [(Fixture.versionKey, .string(future))],
            headers: [("MCP-Protocol-Version", future)]
        )
        for request in [both, Fixture.legacyRequest("tools/list", version: future)] {
            let answer = try await Fixture.answer(request)
            #expect(answer.status == 400)
            #expect(answer.code == -32022)
            #expect(answer.data?["requested"] == .string(future))
            #expect(
                answer.data?["supported"]
                    == ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
            )
        }
    }

    @Test(
        "for a method that is not implemented gets 404 and -32601",
        arguments: [
            "unheard/of", "initialize", "ping", "resources/list", "resources/templates/list", "prompts/list",
            "completion/complete", "subscriptions/listen", "logging/setLevel", "tools/List", "",
        ]
    )
    func unknownMethod(_ method: String) async throws {
        let answer = try await Fixture.answer(Fixture.modernRequest(method))
        #expect(answer.status == 404)
        #expect(answer.code == -32601)
        #expect(answer.body?["id"] == 7)
    }

    @Test("discovers versions, capabilities and the server, and may keep the answer")
    func discover() async throws {
        let answer = try await Fixture.answer(Fixture.modernRequest("server/discover"))
        let result = try #require(answer.result)
        #expect(answer.status == 200)
        #expect(result["resultType"] == "complete")
        #expect(result["supportedVersions"]?[0] == "2026-07-28")
        #expect(result["capabilities"] == ["tools": [:]])
        #expect(result["instructions"] == "Use it well.")
        #expect(result["ttlMs"] == 3_600_000)
        #expect(result["cacheScope"] == "public")
        #expect(
            result["_meta"]?["io.modelcontextprotocol/serverInfo"]
                == ["name": "test-server", "title": "Test server", "version": "1.2.3"]
        )
    }
}
