import JSON

/// Tokens of one answer, as the provider counted them.
package struct Usage: Sendable, Equatable {
    /// Tokens read.
    package let promptTokens: Int
    /// Tokens written.
    package let completionTokens: Int

    package init(promptTokens: Int, completionTokens: Int) {
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
    }

    /// Both together.
    package var totalTokens: Int { promptTokens + completionTokens }

    /// OpenAI's `usage` object, at the reader's position; a missing or absurd count is 0. Nil when null or anything else
    /// stands there.
    init?(reading reader: inout JSONReader) throws(JSONError) {
        guard try reader.peek() == .object else {
            try reader.skipValue()
            return nil
        }
        var prompt = 0
        var completion = 0
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "prompt_tokens": prompt = try Self.readCount(&reader)
            case "completion_tokens": completion = try Self.readCount(&reader)
            default: try reader.skipValue()
            }
        }
        self.init(promptTokens: prompt, completionTokens: completion)
    }

    /// A provider may send null or a fraction; a count beyond ten million tokens is not believed.
    private static func readCount(_ reader: inout JSONReader) throws(JSONError) -> Int {
        guard let count = try reader.readValue().int, (0...10_000_000).contains(count) else { return 0 }
        return count
    }
}
