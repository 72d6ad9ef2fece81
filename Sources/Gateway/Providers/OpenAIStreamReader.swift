import HTTP
import JSON

/// Reads OpenAI's stream of `chat.completion.chunk` events.
package struct OpenAIStreamReader: ChatStreamReader {
    private var parser = EventStreamParser()
    /// A finish reason was seen, so a missing `[DONE]` is forgiven: some servers leave it out.
    private var hasFinishReason = false
    private var isDone = false

    package init() {}

    package mutating func read(_ bytes: [UInt8]) throws(ProviderFailure) -> [ChatStreamEvent] {
        parser.append(bytes)
        var events: [ChatStreamEvent] = []
        while !isDone {
            switch parser.next() {
            case .needsMore: return events
            case .tooLong(let limit): throw .answerTooLarge(limit: limit)
            case .event(let event): events.append(try readEvent(event))
            }
        }
        return events
    }

    package mutating func finish() throws(ProviderFailure) -> [ChatStreamEvent] {
        if isDone { return [] }
        var events: [ChatStreamEvent] = []
        // Some servers end without the last event's blank line.
        if parser.hasPartialEvent { events = try read(Array("\n\n".utf8)) }
        if !isDone {
            guard hasFinishReason else { throw .brokenOff }
            isDone = true
            events.append(.done)
        }
        return events
    }

    private mutating func readEvent(_ event: ServerSentEvent) throws(ProviderFailure) -> ChatStreamEvent {
        if event.data == Array("[DONE]".utf8) {
            isDone = true
            return .done
        }
        do {
            return .chunk(try readChunk(event))
        } catch let error as JSONError {
            throw .malformedAnswer(reason: "chunk: \(error.description)")
        } catch let failure as ProviderFailure {
            throw failure
        } catch {
            throw .malformedAnswer(reason: "chunk")
        }
    }

    private mutating func readChunk(_ event: ServerSentEvent) throws -> ChatChunk {
        var reader = JSONReader(event.data, limits: .providerAnswer)
        var usage: Usage?
        var choiceCount = 0
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "choices" where try reader.peek() == .array: choiceCount = try readChoices(&reader)
            case "usage": usage = try Usage(reading: &reader)
            case "error" where try reader.peek() == .object:
                throw ProviderFailure.malformedAnswer(reason: "an error event in the stream")
            default: try reader.skipValue()
            }
        }
        try reader.finish()
        return ChatChunk(raw: event.raw, data: event.data, usage: usage, isUsageOnly: usage != nil && choiceCount == 0)
    }

    private mutating func readChoices(_ reader: inout JSONReader) throws(JSONError) -> Int {
        var count = 0
        try reader.beginArray()
        while try reader.nextElement() {
            count += 1
            guard try reader.peek() == .object else {
                try reader.skipValue()
                continue
            }
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if key == "finish_reason", try reader.peek() == .string { hasFinishReason = true }
                try reader.skipValue()
            }
        }
        return count
    }
}
