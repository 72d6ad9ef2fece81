package import JSON

/// Something a model can call.
package struct Tool: Sendable {
    /// What the tool does to the world: hints for the client's user interface, not promises. The defaults are
    /// MCP's own, which assume the worst.
    package struct Annotations: Sendable, Equatable {
        /// The tool changes nothing.
        package var isReadOnly = false
        /// The tool may destroy something; says nothing about a read-only one.
        package var isDestructive = true
        /// A second call with the same arguments changes nothing more.
        package var isIdempotent = false
        /// The tool reaches beyond a closed set of things: the web is open, a catalogue is closed.
        package var isOpenWorld = true

        /// MCP's defaults, but for what is given.
        package init(
            isReadOnly: Bool = false,
            isDestructive: Bool = true,
            isIdempotent: Bool = false,
            isOpenWorld: Bool = true
        ) {
            self.isReadOnly = isReadOnly
            self.isDestructive = isDestructive
            self.isIdempotent = isIdempotent
            self.isOpenWorld = isOpenWorld
        }
    }

    /// Its name: 1 to 128 of `A-Z a-z 0-9 _ - .`, unique on a server.
    package let name: String
    /// Its name for people.
    package let title: String
    /// What it does and when to call it, for the model.
    package let description: String
    /// The arguments, as JSON Schema 2020-12 of type `object` without `$ref`: several clients can't follow one.
    package let inputSchema: JSONObject
    /// The structured result; what the handler returns conforms to it.
    package let outputSchema: JSONObject?
    /// What it does to the world.
    package let annotations: Annotations
    /// What the client must be able to do for this tool, in the shape of `ClientCapabilities`.
    package let requiredClientCapabilities: JSONObject
    /// Does the work. What is wrong with the arguments, and what fails, it says in a result with `isError`, which the
    /// model reads.
    package let handler: @Sendable (ToolCall) async -> ToolResult
    /// The arguments that headers repeat.
    let mirroredArguments: [MirroredArgument]

    /// A tool with everything a client is told of it, and the work itself.
    package init(
        name: String,
        title: String,
        description: String,
        inputSchema: JSONObject,
        outputSchema: JSONObject? = nil,
        annotations: Annotations = Annotations(),
        requiredClientCapabilities: JSONObject = [:],
        handler: @escaping @Sendable (ToolCall) async -> ToolResult
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.inputSchema = inputSchema
        self.outputSchema = outputSchema
        self.annotations = annotations
        self.requiredClientCapabilities = requiredClientCapabilities
        self.handler = handler
        mirroredArguments = MirroredArgument.all(in: inputSchema)
    }

    /// The tool as `tools/list` shows it.
    package var json: JSONObject {
        var tool: JSONObject = [
            "name": .string(name), "title": .string(title), "description": .string(description),
            "inputSchema": .object(inputSchema),
        ]
        tool["outputSchema"] = outputSchema.map { .object($0) }
        tool["annotations"] = [
            "title": .string(title),
            "readOnlyHint": .bool(annotations.isReadOnly),
            "destructiveHint": .bool(annotations.isDestructive),
            "idempotentHint": .bool(annotations.isIdempotent),
            "openWorldHint": .bool(annotations.isOpenWorld),
        ]
        return tool
    }
}
