import JSON

/// Finds where the prelude of a streamed answer ends: a JSON object, eight NUL bytes, then the body as it is
/// ("Set up a Lambda proxy integration with payload response streaming" of API Gateway's developer guide).
struct ResponsePreludeScanner: Sendable {
    enum Step: Equatable {
        case needsMore
        /// The head, and what of the body has come already.
        case complete(IntegrationResponse, rest: [UInt8])
        /// No delimiter within the limit, or no valid object before it.
        case malformed
    }

    /// The delimiter must be within so many bytes.
    static let limit = 16 << 10
    static let delimiter = [UInt8](repeating: 0, count: 8)

    private var buffer: [UInt8] = []

    /// Takes the next bytes. After `complete` or `malformed` nothing more is to be given.
    mutating func append(_ bytes: [UInt8]) -> Step {
        // The delimiter may have begun in what came before.
        let start = max(0, buffer.count - Self.delimiter.count + 1)
        buffer += bytes
        guard let end = Self.delimiterStart(in: buffer, from: start) else {
            return buffer.count < Self.limit ? .needsMore : .malformed
        }
        guard end + Self.delimiter.count <= Self.limit else { return .malformed }
        guard let response = Self.parse(Array(buffer[..<end])) else { return .malformed }
        return .complete(response, rest: Array(buffer[(end + Self.delimiter.count)...]))
    }

    private static func parse(_ bytes: [UInt8]) -> IntegrationResponse? {
        do throws(JSONError) {
            return try JSONValue(parsing: bytes).object.flatMap { IntegrationResponse($0, allowing: ["cookies"]) }
        } catch {
            return nil
        }
    }

    static func delimiterStart(in bytes: [UInt8], from start: Int = 0) -> Int? {
        var run = 0
        for index in start..<bytes.count {
            run = bytes[index] == 0 ? run + 1 : 0
            if run == delimiter.count { return index + 1 - run }
        }
        return nil
    }
}
