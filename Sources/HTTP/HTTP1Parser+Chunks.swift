extension HTTP1Parser {
    /// Bytes the line with a chunk's size may have, extensions included.
    private static var maxSizeLineBytes: Int { 4 << 10 }

    /// Reads the line before a chunk: its size in bytes, 0 for the last. Extensions are passed over, as no one is known
    /// (RFC 9112 §7.1.1).
    mutating func readChunkSize() throws(HTTP1Error) -> Int? {
        let end = min(buffer.count, position + Self.maxSizeLineBytes)
        guard let lineFeed = firstLineFeed(from: scanned, before: end) else {
            scanned = end
            guard end - position < Self.maxSizeLineBytes else { throw .malformedChunk }
            return nil
        }
        guard lineFeed > position, buffer[lineFeed - 1] == UInt8(ascii: "\r") else { throw .malformedChunk }
        guard let size = Self.chunkSize(buffer[position..<lineFeed - 1]) else { throw .malformedChunk }
        guard size <= limits.maxBodyBytes - bodyBytes else { throw .bodyTooLarge(limit: limits.maxBodyBytes) }
        bodyBytes += size
        consume(upTo: lineFeed + 1)
        return size
    }

    /// Reads the CRLF after a chunk's bytes; false when it has not come yet.
    mutating func readChunkEnd() throws(HTTP1Error) -> Bool {
        let available = buffer.count - position
        if available >= 1, buffer[position] != UInt8(ascii: "\r") { throw .malformedChunk }
        if available >= 2, buffer[position + 1] != UInt8(ascii: "\n") { throw .malformedChunk }
        guard available >= 2 else { return false }
        consume(upTo: position + 2)
        return true
    }

    /// `chunk-size [ BWS ";" … ]`: nil when it is anything else, or has more than 15 digits.
    private static func chunkSize(_ line: ArraySlice<UInt8>) -> Int? {
        var size = 0
        var rest = line
        while let digit = rest.first.flatMap(PercentCoding.value(of:)) {
            guard line.count - rest.count < 15 else { return nil }
            size = size << 4 | Int(digit)
            rest.removeFirst()
        }
        guard rest.count < line.count else { return nil }
        guard !rest.isEmpty else { return size }
        guard rest.drop(while: FieldSyntax.isBlank).first == UInt8(ascii: ";"),
            rest.allSatisfy(FieldSyntax.isValueByte)
        else { return nil }
        return size
    }
}
