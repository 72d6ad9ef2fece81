import HTTP
import JSON
import ModelContextProtocol

/// A server with a few tools, and the requests a client would send it.
enum Fixture {
    static let modern = "2026-07-28"
    static let versionKey = "io.modelcontextprotocol/protocolVersion"
    static let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"

    static let echo = Tool(
        name: "echo",
        title: "Echo",
        description: "Answers its arguments.",
        inputSchema: ["type": "object", "properties": ["text": ["type": "string"]]],
        outputSchema: ["type": "object"],
        annotations: Tool.Annotations(isReadOnly: true, isDestructive: false, isOpenWorld: false)
    ) { call in
        ToolResult(text: "echo \(call.context.requestID)", structuredContent: .object(call.arguments))
    }

    static let failing = Tool(
        name: "fail",
        title: "Fail",
        description: "Fails.",
        inputSchema: ["type": "object"]
    ) { _ in ToolResult(error: "Give a colour.") }

    static let asking = Tool(
        name: "ask",
        title: "Ask",
        description: "Asks the user.",
        inputSchema: ["type": "object"],
        requiredClientCapabilities: ["elicitation": ["form": [:]]]
    ) { _ in ToolResult(text: "asked") }

    /// Has an argument at the root and one below that headers repeat.
    static let routed = Tool(
        name: "routed",
        title: "Routed",
        description: "Is routed by its arguments.",
        inputSchema: [
            "type": "object",
            "properties": [
                "region": ["type": "string", "x-mcp-header": "Region"],
                "paging": ["type": "object", "properties": ["size": ["type": "integer", "x-mcp-header": "Size"]]],
                "urgent": ["type": "boolean", "x-mcp-header": "Urgent"],
                "weight": ["type": "number", "x-mcp-header": "Weight"],
            ],
        ]
    ) { _ in ToolResult(text: "routed") }

    static func server(pageSize: Int = 100) -> MCPServer {
        MCPServer(
            info: ServerInfo(name: "test-server", title: "Test server", version: "1.2.3"),
            instructions: "Use it well.",
            tools: [echo, failing, asking, routed],
            origins: OriginPolicy(allowed: ["https://app.example.com/"]),
            pageSize: pageSize
        )
    }

    static let context = RequestContext(requestID: "request-1", deadline: .max)

    /// A modern request with all that it must have; `meta` and `headers` change or, with nil, take away.
    static func modernRequest(
        _ method: String,
        _ parameters: JSONObject = [:],
        meta: [(String, JSONValue?)] = [],
        headers: [(String, String?)] = []
    ) -> Request {
        var parameters = parameters
        var metadata: JSONObject = [versionKey: .string(modern), capabilitiesKey: [:]]
        for (key, value) in meta { metadata[key] = value }
        parameters["_meta"] = .object(metadata)
        var fields: HeaderFields = ["MCP-Protocol-Version": modern, "Mcp-Method": method]
        fields["Mcp-Name"] = parameters["name"]?.string
        for (name, value) in headers { fields[name] = value }
        return post(["jsonrpc": "2.0", "id": 7, "method": .string(method), "params": .object(parameters)], fields)
    }

    static func legacyRequest(_ method: String, _ parameters: JSONObject? = nil, version: String? = nil) -> Request {
        var message: JSONObject = ["jsonrpc": "2.0", "id": "seven", "method": .string(method)]
        message["params"] = parameters.map { .object($0) }
        var fields: HeaderFields = [:]
        fields["MCP-Protocol-Version"] = version
        return post(.object(message), fields)
    }

    static func post(_ body: JSONValue, _ headers: HeaderFields = [:]) -> Request {
        post(body.serialized(), headers)
    }

    static func post(_ body: [UInt8], _ headers: HeaderFields = [:]) -> Request {
        var headers = headers
        if !headers.contains("content-type") { headers["Content-Type"] = "application/json" }
        if !headers.contains("accept") { headers["Accept"] = "application/json, text/event-stream" }
        return Request(method: .post, path: "/mcp", headers: headers, body: body)
    }

    static func answer(_ request: Request, pageSize: Int = 100) async throws -> Answer {
        let response = await server(pageSize: pageSize).respond(to: request, context: context)
        return Answer(
            status: response.status.rawValue,
            headers: response.headers,
            body: response.body.isEmpty ? nil : try JSONValue(parsing: response.body)
        )
    }
}

/// A response with its body read.
struct Answer {
    let status: Int
    let headers: HeaderFields
    let body: JSONValue?

    var result: JSONValue? { body?["result"] }
    var code: Int? { body?["error"]?["code"]?.int }
    var message: String { body?["error"]?["message"]?.string ?? "" }
    var data: JSONValue? { body?["error"]?["data"] }
}
