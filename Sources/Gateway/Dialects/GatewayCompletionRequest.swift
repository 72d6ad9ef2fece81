import JSON
import Serving

/// A request of `/api/v1/completions` (A8.2): `model, messages[{role, content, name?}], temperature?, maxTokens?,
/// stream?`. A field that would have no effect is refused.
struct GatewayCompletionRequest {
    private var model: String?
    private var messages: [UInt8]?
    private var temperature: [UInt8]?
    private var maxTokens: Int?
    private var isStreamed = false

    /// - Throws: `invalidRequest` naming the field and what it must be.
    init(parsing body: [UInt8]) throws(GatewayError) {
        do {
            var reader = JSONReader(body)
            try reader.require([.object], at: "The request body")
            try reader.beginObject()
            while let field = try reader.nextKey() {
                if try reader.readIfNull() { continue }
                try read(field, from: &reader, body: body)
            }
            try reader.finish()
        } catch {
            throw GatewayError(readingRequest: error)
        }
        if model == nil { throw GatewayError.missing("model", "name one of the models that /v1/models lists") }
        if messages == nil { throw GatewayError.missing("messages", "give a list of messages") }
    }

    /// The same request in OpenAI's format, which the messages are checked by.
    func makeChatRequest() throws(GatewayError) -> ChatCompletionRequest {
        var writer = JSONWriter(reservingCapacity: (messages?.count ?? 0) + 128)
        writer.beginObject()
        writer.member("model", model ?? "")
        if isStreamed { writer.member("stream", true) }
        if let temperature {
            writer.key("temperature")
            writer.raw(temperature)
        }
        if let maxTokens { writer.member("max_tokens", maxTokens) }
        writer.key("messages")
        writer.raw(messages ?? [])
        writer.endObject()
        return try ChatCompletionRequest(parsing: writer.bytes)
    }

    private mutating func read(_ field: String, from reader: inout JSONReader, body: [UInt8]) throws {
        switch field {
        case "model":
            try reader.require([.string], at: field)
            model = try reader.readString()
        case "messages":
            try reader.require([.array], at: field)
            messages = Array(body[try reader.skipValue()])
        case "temperature":
            try reader.require([.number], at: field)
            temperature = Array(body[try reader.skipValue()])
        case "maxTokens":
            try reader.require([.number], at: field)
            guard let count = try reader.readValue().int, count > 0 else {
                throw GatewayError(.invalidRequest, "maxTokens must be a whole number above 0.", parameter: field)
            }
            maxTokens = count
        case "stream":
            try reader.require([.bool], at: field)
            isStreamed = try reader.readBool()
        case "mcpContext":
            throw GatewayError(
                .invalidRequest,
                "mcpContext is not supported in this version.",
                parameter: field,
                code: "unsupported_parameter"
            )
        default:
            throw GatewayError(
                .invalidRequest,
                "\(field.asFieldName) is not a known field; known: model, messages, temperature, maxTokens, stream.",
                parameter: field.asFieldName,
                code: "unknown_parameter"
            )
        }
    }
}
