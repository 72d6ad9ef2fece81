/// The grammar of RFC 8259 over bytes that somebody else owns: finds where tokens and values end, and refuses what is
/// not JSON. Lives only as long as the buffer it looks at.
struct JSONScanner {
    let raw: UnsafeRawBufferPointer
    /// The offset of the next unread byte.
    var position: Int
    /// The offset past the last byte.
    let end: Int
    let limits: JSONLimits

    init(_ raw: UnsafeRawBufferPointer, position: Int, end: Int, limits: JSONLimits) {
        self.raw = raw
        self.position = position
        self.end = end
        self.limits = limits
    }

    /// Skips white space (RFC 8259 §2) and returns the byte that follows, still unread.
    @inline(__always)
    mutating func peekByte() throws(JSONError) -> UInt8 {
        var offset = position
        while offset < end {
            let byte = raw[offset]
            guard byte <= ASCII.space, isWhiteSpace(byte) else {
                position = offset
                return byte
            }
            offset &+= 1
        }
        position = end
        throw JSONError(.unexpectedEnd, at: end)
    }

    /// The kind of the value that comes next, still unread.
    mutating func peekKind() throws(JSONError) -> JSONKind {
        let byte = try peekByte()
        guard let kind = JSONKind(firstByte: byte) else { throw JSONError(.unexpectedByte, at: position) }
        return kind
    }

    /// Skips white space and reads `byte`, which is all that may come.
    @inline(__always)
    mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard try peekByte() == byte else { throw JSONError(.unexpectedByte, at: position) }
        position &+= 1
    }

    /// Reads `literal` (`true`, `false` or `null`), whose first byte has been seen.
    mutating func scanLiteral(_ literal: StaticString) throws(JSONError) {
        for index in 0..<literal.utf8CodeUnitCount {
            guard position < end else { throw JSONError(.unexpectedEnd, at: end) }
            guard raw[position] == literal.utf8Start[index] else { throw JSONError(.unexpectedByte, at: position) }
            position &+= 1
        }
    }

    /// Refuses anything but white space in the rest.
    mutating func finish() throws(JSONError) {
        while position < end, isWhiteSpace(raw[position]) { position &+= 1 }
        guard position == end else { throw JSONError(.trailingBytes, at: position) }
    }

    /// The error for a container at `position` that would be one level too many.
    var tooDeep: JSONError { JSONError(.tooDeep(limit: limits.maxDepth), at: position) }

    @inline(__always)
    private func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == ASCII.space || byte == ASCII.lineFeed || byte == ASCII.carriageReturn || byte == ASCII.tab
    }
}
