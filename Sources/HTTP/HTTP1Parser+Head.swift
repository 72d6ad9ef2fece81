extension HTTP1Parser {
    /// Reads a head that is there as a whole; nil when more must come first.
    mutating func readHead() throws(HTTP1Error) -> HTTP1Head? {
        if role == .requests { skipEmptyLines() }
        guard let end = try endOfBlock(limit: limits.maxHeadBytes - interimBytes) else { return nil }
        let head = try buffer.withUnsafeBufferPointer { bytes throws(HTTP1Error) in
            var reader = HTTP1HeadReader(
                UnsafeBufferPointer(rebasing: bytes[position..<end]),
                previous: previous,
                maxFields: limits.maxFields
            )
            return try reader.readHead(role: role, answersHead: answersHead)
        }
        if case .fixed(let count) = head.bodyLength, count > limits.maxBodyBytes {
            throw .bodyTooLarge(limit: limits.maxBodyBytes)
        }
        if let status = head.status, status.isInformational { interimBytes += end - position }
        previous = head.headers
        consume(upTo: end)
        return head
    }

    /// Reads the lines after the last chunk, up to the empty one.
    mutating func readTrailers() throws(HTTP1Error) -> HeaderFields? {
        guard let end = try endOfBlock(limit: limits.maxHeadBytes) else { return nil }
        let trailers = try buffer.withUnsafeBufferPointer { bytes throws(HTTP1Error) in
            var reader = HTTP1HeadReader(
                UnsafeBufferPointer(rebasing: bytes[position..<end]),
                previous: [:],
                maxFields: limits.maxFields
            )
            return try reader.readFields()
        }
        consume(upTo: end)
        return trailers
    }

    /// Passes over empty lines before a request, which some clients send after a body (RFC 9112 §2.2).
    private mutating func skipEmptyLines() {
        while lineStart == position, buffer.count - position >= 2,
            buffer[position] == UInt8(ascii: "\r"), buffer[position + 1] == UInt8(ascii: "\n")
        {
            consume(upTo: position + 2)
        }
    }
}
