import HTTP
import JSON

/// The methods, in both eras.
extension MCPServer {
    private static let serverInfoKey = "io.modelcontextprotocol/serverInfo"

    func answer(
        _ method: String,
        _ parameters: JSONObject,
        id: MessageID,
        headers: HeaderFields,
        context: RequestContext
    ) async throws(Refusal) -> Response {
        let era: Era
        do throws(JSONRPCError) {
            era = try Era(method: method, parameters: parameters, headers: headers)
        } catch {
            throw Refusal(error, id: id)
        }
        do throws(JSONRPCError) {
            let result =
                switch era {
                case .modern(let capabilities):
                    try await modernResult(
                        method,
                        parameters,
                        capabilities: capabilities,
                        headers: headers,
                        context: context
                    )
                case .legacy:
                    try await legacyResult(method, parameters, context: context)
                }
            let body: JSONValue = ["jsonrpc": "2.0", "id": id.json, "result": .object(result)]
            return Response(status: .ok, headers: ["content-type": "application/json"], body: body.serialized())
        } catch {
            throw Refusal(error, status: status(of: error, in: era), id: id)
        }
    }

    /// The status of a method's error. A legacy client takes any but 200 for a failure of the transport, a 404 even
    /// for the loss of its session, and never reads the body.
    private func status(of error: JSONRPCError, in era: Era) -> Status {
        switch (era, error.code) {
        case (.legacy, _): .ok
        case (.modern, .methodNotFound): .notFound
        case (.modern, .parseError), (.modern, .invalidRequest), (.modern, .invalidParameters),
            (.modern, .headerMismatch), (.modern, .missingClientCapability), (.modern, .unsupportedProtocolVersion):
            .badRequest
        }
    }

    private func modernResult(
        _ method: String,
        _ parameters: JSONObject,
        capabilities: JSONObject,
        headers: HeaderFields,
        context: RequestContext
    ) async throws(JSONRPCError) -> JSONObject {
        var result: JSONObject
        switch method {
        case "server/discover":
            result = description
            result["ttlMs"] = .number(JSONNumber(Self.descriptionLifetime))
            result["cacheScope"] = "public"
        case "tools/list":
            result = try toolList(parameters)
            result["ttlMs"] = .number(JSONNumber(Self.listLifetime))
            // The list is the same whoever asks.
            result["cacheScope"] = "public"
        case "tools/call":
            let (tool, arguments) = try toolCall(parameters)
            for argument in tool.mirroredArguments { try argument.check(arguments, against: headers) }
            try checkCapabilities(for: tool, among: capabilities)
            result = await tool.handler(ToolCall(arguments: arguments, context: context)).json
        default:
            throw methodNotFound(method)
        }
        result["resultType"] = "complete"
        result["_meta"] = [Self.serverInfoKey: info.json]
        return result
    }

    private func legacyResult(
        _ method: String,
        _ parameters: JSONObject,
        context: RequestContext
    ) async throws(JSONRPCError) -> JSONObject {
        switch method {
        case "initialize": return try handshake(parameters)
        case "ping": return [:]
        case "tools/list": return try toolList(parameters)
        case "tools/call":
            let (tool, arguments) = try toolCall(parameters)
            // What the client can do it said in a handshake that this sandbox may not have seen.
            try checkCapabilities(for: tool, among: [:])
            return await tool.handler(ToolCall(arguments: arguments, context: context)).json
        default: throw methodNotFound(method)
        }
    }

    /// What `server/discover` tells.
    private var description: JSONObject {
        [
            "supportedVersions": .array(ProtocolVersion.supported.map { .string($0.rawValue) }),
            "capabilities": capabilities,
            "instructions": .string(instructions),
        ]
    }

    /// Tools, and no notice when the list of them changes: that would take a stream held open for it.
    private var capabilities: JSONValue { ["tools": [:]] }

    /// `initialize`: the client's revision if it is spoken here, else the newest that has a handshake.
    private func handshake(_ parameters: JSONObject) throws(JSONRPCError) -> JSONObject {
        guard let wish = parameters["protocolVersion"]?.string else {
            throw JSONRPCError(.invalidParameters, "params.protocolVersion must be a string.")
        }
        let wished = ProtocolVersion(rawValue: wish)
        let version = ProtocolVersion.legacy.contains(wished) ? wished : .newestLegacy
        return [
            "protocolVersion": .string(version.rawValue),
            "capabilities": capabilities,
            "serverInfo": info.json,
            "instructions": .string(instructions),
        ]
    }

    private func methodNotFound(_ method: String) -> JSONRPCError {
        JSONRPCError(.methodNotFound, "Method not found: \(method.prefix(64))")
    }
}
