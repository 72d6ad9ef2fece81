import Cryptography
import JSON

/// Listing tools and finding the one that is called.
extension MCPServer {
    private static let cursorPrefix = "tools/list after "

    /// A page of `tools/list`.
    ///
    /// A cursor names the last tool of the page before it, so it stays right in every sandbox, and when tools are
    /// added. Only texts that the server gave out are accepted.
    func toolList(_ parameters: JSONObject) throws(JSONRPCError) -> JSONObject {
        var rest = tools[...]
        if let cursor = parameters["cursor"], !cursor.isNull {
            guard let text = cursor.string, let last = tools.firstIndex(where: { Self.cursor(after: $0) == text })
            else {
                throw JSONRPCError(.invalidParameters, "Unknown cursor. Ask for the first page without one.")
            }
            rest = tools[tools.index(after: last)...]
        }
        let page = rest.prefix(pageSize)
        var result: JSONObject = ["tools": .array(page.map { .object($0.json) })]
        if page.endIndex < tools.endIndex, let last = page.last {
            result["nextCursor"] = .string(Self.cursor(after: last))
        }
        return result
    }

    /// The tool and the arguments of a `tools/call`.
    func toolCall(_ parameters: JSONObject) throws(JSONRPCError) -> (Tool, JSONObject) {
        guard let name = parameters["name"]?.string else {
            throw JSONRPCError(.invalidParameters, "params.name must be the name of a tool.")
        }
        guard let tool = tools.first(where: { $0.name == name }) else {
            let known = tools.map(\.name).joined(separator: ", ")
            throw JSONRPCError(.invalidParameters, "Unknown tool: \(name.prefix(128)). The tools are: \(known).")
        }
        switch parameters["arguments"] {
        case nil, .null: return (tool, [:])
        case .object(let arguments): return (tool, arguments)
        case .bool, .number, .string, .array:
            throw JSONRPCError(.invalidParameters, "params.arguments must be an object.")
        }
    }

    func checkCapabilities(for tool: Tool, among declared: JSONObject) throws(JSONRPCError) {
        let required = tool.requiredClientCapabilities
        let isComplete = required.allSatisfy { capability in
            guard let object = declared[capability.key]?.object else { return false }
            return (capability.value.object ?? [:]).keys.allSatisfy { object[$0] != nil }
        }
        guard isComplete else {
            throw JSONRPCError(
                .missingClientCapability,
                "The tool \(tool.name) needs capabilities that the client has not declared.",
                data: ["requiredCapabilities": .object(required)]
            )
        }
    }

    private static func cursor(after tool: Tool) -> String {
        Base64.urlEncode(Array((cursorPrefix + tool.name).utf8))
    }
}
