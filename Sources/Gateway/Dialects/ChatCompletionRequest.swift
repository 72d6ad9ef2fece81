import JSON
package import Serving

/// A chat completion request in OpenAI's format: what the gateway acts on is typed, the rest stays the bytes
/// that came, so that unknown fields, number literals and key order reach the provider unchanged.
///
/// https://platform.openai.com/docs/api-reference/chat/create
package struct ChatCompletionRequest: Sendable {
    /// What the client asks for: a model group or an alias.
    package private(set) var model = ""
    /// Whether the answer is to come as a stream.
    package private(set) var isStreamed = false
    /// Whether the client asked for usage in its stream.
    package private(set) var includesUsage = false
    /// The size of `messages` in bytes.
    package private(set) var messagesSize = 0

    private let body: [UInt8]
    private var modelRange: Range<Int>?
    private var streamOptions: StreamOptions?

    /// Where `stream_options` stands in the body.
    private struct StreamOptions: Sendable {
        let range: Range<Int>
        let isNull: Bool
        var isEmpty = true
        var includeUsage: Range<Int>?
    }

    /// Reads and checks a request: what must be there is, and the fields that OpenAI's reference types have that
    /// type. Values and unknown fields are the provider's business.
    ///
    /// - Throws: `invalidRequest` naming the field and what it must be.
    package init(parsing body: [UInt8]) throws(GatewayError) {
        self.body = body
        do {
            try read()
        } catch {
            throw GatewayError(readingRequest: error)
        }
    }

    private mutating func read() throws {
        var reader = JSONReader(body)
        try reader.require([.object], at: "The request body")
        try reader.beginObject()
        var hasMessages = false
        while let key = try reader.nextKey() {
            switch key {
            case "model": try readModel(&reader)
            case "messages":
                let start = reader.position
                try readMessages(&reader)
                messagesSize = reader.position - start
                hasMessages = true
            case "stream":
                try reader.require([.bool, .null], at: key)
                isStreamed = try reader.readIfNull() ? false : try reader.readBool()
            case "stream_options": try readStreamOptions(&reader)
            default:
                if let kinds = Self.fieldKinds[key] { try reader.require(kinds, at: key) }
                try reader.skipValue()
            }
        }
        try reader.finish()
        if modelRange == nil { throw GatewayError.missing("model", "name one of the models that /v1/models lists") }
        if !hasMessages { throw GatewayError.missing("messages", "give a list of messages") }
    }

    private mutating func readModel(_ reader: inout JSONReader) throws {
        try reader.require([.string], at: "model")
        let start = reader.position
        model = try reader.readString()
        modelRange = start..<reader.position
        if model.isEmpty { throw GatewayError.missing("model", "name one of the models that /v1/models lists") }
    }

    private func readMessages(_ reader: inout JSONReader) throws {
        try reader.require([.array], at: "messages")
        try reader.beginArray()
        var index = 0
        while try reader.nextElement() {
            try readMessage(&reader, at: index)
            index += 1
        }
        if index == 0 {
            throw GatewayError(
                .invalidRequest,
                "messages must hold at least one message.",
                parameter: "messages",
                code: "empty_array"
            )
        }
    }

    private func readMessage(_ reader: inout JSONReader, at index: Int) throws {
        // Made for a fault only.
        var path: String { "messages[\(index)]" }
        try reader.require([.object], at: path)
        try reader.beginObject()
        var hasRole = false
        while let key = try reader.nextKey() {
            switch key {
            case "role":
                try reader.require([.string], at: "\(path).role")
                hasRole = true
            case "content": try reader.require([.string, .array, .null], at: "\(path).content")
            case "tool_calls": try reader.require([.array, .null], at: "\(path).tool_calls")
            default: break
            }
            try reader.skipValue()
        }
        if !hasRole { throw GatewayError.missing("\(path).role", "say system, user, assistant or tool") }
    }

    private mutating func readStreamOptions(_ reader: inout JSONReader) throws {
        try reader.require([.object, .null], at: "stream_options")
        let start = reader.position
        if try reader.readIfNull() {
            streamOptions = StreamOptions(range: start..<reader.position, isNull: true)
            return
        }
        var isEmpty = true
        var includeUsage: Range<Int>?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            isEmpty = false
            guard key == "include_usage" else {
                try reader.skipValue()
                continue
            }
            try reader.require([.bool, .null], at: "stream_options.include_usage")
            let start = reader.position
            includesUsage = try reader.readIfNull() ? false : try reader.readBool()
            includeUsage = start..<reader.position
        }
        streamOptions = StreamOptions(
            range: start..<reader.position,
            isNull: false,
            isEmpty: isEmpty,
            includeUsage: includeUsage
        )
    }
}

/// What a provider gets.
extension ChatCompletionRequest {
    private struct Edit {
        let range: Range<Int>
        let replacement: [UInt8]
    }

    /// The client's bytes with the provider's name for the model in place of the group's and, if asked for, with
    /// `stream_options.include_usage` set: usage is what costs are computed from.
    package func body(forModel model: String, requestingUsage: Bool) -> [UInt8] {
        guard let modelRange else { return body }
        var edits = [Edit(range: modelRange, replacement: JSONValue.string(model).serialized())]
        if requestingUsage, !includesUsage { edits.append(usageEdit(behind: modelRange)) }
        edits.sort { $0.range.lowerBound < $1.range.lowerBound }
        var output: [UInt8] = []
        output.reserveCapacity(body.count + 64)
        var position = 0
        for edit in edits {
            output += body[position..<edit.range.lowerBound]
            output += edit.replacement
            position = edit.range.upperBound
        }
        output += body[position...]
        return output
    }

    private func usageEdit(behind modelRange: Range<Int>) -> Edit {
        let member = #""include_usage":true"#
        guard let options = streamOptions else {
            let end = modelRange.upperBound
            return Edit(range: end..<end, replacement: Array(#","stream_options":{\#(member)}"#.utf8))
        }
        if options.isNull { return Edit(range: options.range, replacement: Array("{\(member)}".utf8)) }
        if let range = options.includeUsage { return Edit(range: range, replacement: Array("true".utf8)) }
        let start = options.range.lowerBound + 1
        return Edit(range: start..<start, replacement: Array((options.isEmpty ? member : member + ",").utf8))
    }

    /// The types of OpenAI's reference for the fields the gateway does not act on.
    private static let fieldKinds: [String: [JSONKind]] = {
        var kinds: [String: [JSONKind]] = [
            "stop": [.string, .array, .null], "tool_choice": [.string, .object, .null],
            "response_format": [.object, .null], "logit_bias": [.object, .null], "metadata": [.object, .null],
            "prediction": [.object, .null], "audio": [.object, .null], "tools": [.array, .null],
            "functions": [.array, .null], "modalities": [.array, .null],
        ]
        for name in [
            "temperature", "top_p", "n", "max_tokens", "max_completion_tokens", "presence_penalty",
            "frequency_penalty", "seed", "top_logprobs",
        ] {
            kinds[name] = [.number, .null]
        }
        for name in ["logprobs", "store", "parallel_tool_calls"] { kinds[name] = [.bool, .null] }
        for name in ["user", "service_tier", "reasoning_effort", "verbosity", "safety_identifier", "prompt_cache_key"] {
            kinds[name] = [.string, .null]
        }
        return kinds
    }()
}
