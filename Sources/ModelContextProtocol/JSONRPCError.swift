import JSON

/// An error as JSON-RPC 2.0 §5.1 and MCP define it. Its message is ours and safe to show.
struct JSONRPCError: Error, Equatable {
    /// The codes this server answers with (JSON-RPC 2.0 §5.1; MCP 2026-07-28, "Error Codes").
    enum Code: Int, Sendable {
        /// The body is no JSON.
        case parseError = -32700
        /// The body is JSON but no message that may be sent here.
        case invalidRequest = -32600
        /// The server does not implement the method.
        case methodNotFound = -32601
        /// The method's parameters are missing or wrong: an unknown tool and a bad cursor too.
        case invalidParameters = -32602
        /// A header that mirrors the body is missing or says something else.
        case headerMismatch = -32020
        /// The request needs something of the client that it has not declared.
        case missingClientCapability = -32021
        /// The protocol revision is not spoken here.
        case unsupportedProtocolVersion = -32022
    }

    /// What kind of error it is.
    let code: Code
    /// One sentence: what is wrong and what to do about it.
    let message: String
    /// What a program needs to do better.
    let data: JSONValue?

    /// An error with its code, its sentence and what a program needs.
    init(_ code: Code, _ message: String, data: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// The revision `requested` is not spoken here; says which are.
    static func unsupported(_ requested: String) -> Self {
        Self(
            .unsupportedProtocolVersion,
            "Unsupported protocol version",
            data: [
                "supported": .array(ProtocolVersion.supported.map { .string($0.rawValue) }),
                "requested": .string(String(requested.prefix(64))),
            ]
        )
    }

    /// The error as a message. Without an id when none could be read: `null` is not an id in MCP's schema.
    func body(id: MessageID?) -> [UInt8] {
        var error: JSONObject = ["code": .number(JSONNumber(code.rawValue)), "message": .string(message)]
        error["data"] = data
        var message: JSONObject = ["jsonrpc": "2.0"]
        message["id"] = id?.json
        message["error"] = .object(error)
        return JSONValue.object(message).serialized()
    }
}
