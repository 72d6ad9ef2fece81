import HTTP
import JSON
import ModelContextProtocol
import Testing

@Suite("An argument that a header repeats")
struct MirroredArgumentTests {
    private func code(_ arguments: JSONObject, _ headers: [(String, String?)]) async throws -> Int? {
        let parameters: JSONObject = ["name": "routed", "arguments": .object(arguments)]
        let answer = try await Fixture.answer(Fixture.modernRequest("tools/call", parameters, headers: headers))
        #expect(answer.status == (answer.code == nil ? 200 : 400))
        return answer.code
    }

    @Test("says the same in both places")
    func equal() async throws {
        let arguments: JSONObject = ["region": "us-west1", "paging": ["size": 42], "urgent": true]
        let headers = [("Mcp-Param-Region", "us-west1"), ("mcp-param-size", "42"), ("Mcp-Param-Urgent", "true")]
        #expect(try await code(arguments, headers) == nil)
        #expect(try await code([:], []) == nil)
    }

    @Test(
        "may be encoded, and must be where a header cannot say it",
        arguments: [
            ("Hello, 世界", "=?base64?SGVsbG8sIOS4lueVjA==?="), (" padded ", "=?base64?IHBhZGRlZCA=?="),
            ("line1\nline2", "=?base64?bGluZTEKbGluZTI=?="),
            ("=?base64?literal?=", "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="),
        ]
    )
    func encoded(_ value: String, _ header: String) async throws {
        #expect(try await code(["region": .string(value)], [("Mcp-Param-Region", header)]) == nil)
        #expect(try await code(["region": .string(value + "x")], [("Mcp-Param-Region", header)]) == -32020)
    }

    @Test("is refused when the header is missing, other, or alone")
    func mismatch() async throws {
        #expect(try await code(["region": "us-west1"], []) == -32020)
        #expect(try await code(["region": "us-west1"], [("Mcp-Param-Region", "eu-west1")]) == -32020)
        #expect(try await code([:], [("Mcp-Param-Region", "us-west1")]) == -32020)
        #expect(try await code(["region": nil], [("Mcp-Param-Region", "us-west1")]) == -32020)
        #expect(try await code(["urgent": true], [("Mcp-Param-Urgent", "True")]) == -32020)
        #expect(try await code(["paging": ["size": 42]], []) == -32020)
    }

    @Test("that is null needs no header")
    func null() async throws {
        #expect(try await code(["region": nil, "paging": nil], []) == nil)
    }

    @Test("is compared as a number when its schema says integer", arguments: ["42", "42.0", "4.2e1"])
    func integers(_ header: String) async throws {
        #expect(try await code(["paging": ["size": 42]], [("Mcp-Param-Size", header)]) == nil)
        #expect(try await code(["paging": ["size": 43]], [("Mcp-Param-Size", header)]) == -32020)
    }

    @Test("must be a string, an integer or a boolean: other types have no header")
    func number() async throws {
        #expect(try await code(["weight": 1.5], []) == nil)
    }

    @Test("is not looked at in requests of old")
    func legacy() async throws {
        let parameters: JSONObject = ["name": "routed", "arguments": ["region": "us-west1"]]
        #expect(try await Fixture.answer(Fixture.legacyRequest("tools/call", parameters)).code == nil)
    }
}
