package import HTTP
package import JSON

/// One call of a tool.
package struct ToolCall: Sendable {
    /// The arguments as the client sent them: only their being an object has been checked.
    package let arguments: JSONObject
    /// The HTTP request the call came with: its id for the log, its deadline, who asks.
    package let context: RequestContext

    /// A call with these arguments.
    package init(arguments: JSONObject, context: RequestContext) {
        self.arguments = arguments
        self.context = context
    }
}

/// What a tool answers.
package struct ToolResult: Sendable, Equatable {
    /// What the model reads.
    package let text: String
    /// What a program reads; conforms to the tool's output schema.
    package let structuredContent: JSONValue?
    /// Whether the call failed: the text then says what to change.
    package let isError: Bool

    /// A result for the model and, where the tool has an output schema, for programs.
    package init(text: String, structuredContent: JSONValue? = nil) {
        self.text = text
        self.structuredContent = structuredContent
        isError = false
    }

    /// A failure that the model can read and mend.
    package init(error text: String) {
        self.text = text
        structuredContent = nil
        isError = true
    }

    /// The result as `tools/call` answers it.
    var json: JSONObject {
        var result: JSONObject = ["content": [["type": "text", "text": .string(text)]]]
        result["structuredContent"] = structuredContent
        result["isError"] = .bool(isError)
        return result
    }
}
