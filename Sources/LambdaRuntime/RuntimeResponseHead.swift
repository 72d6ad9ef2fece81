/// The head of an answer of the Runtime API: what the loop needs of it, the values as places in the receive buffer.
struct RuntimeResponseHead {
    /// How long the body is (RFC 9112 §6.3).
    enum Framing: Equatable {
        case length(Int)
        case chunked
        /// Until the peer closes the connection.
        case untilClose
    }

    var status = 0
    var framing: Framing = .untilClose
    /// True when the connection takes no other request after this answer.
    var closes = false
    var requestID: Range<Int>?
    var deadlineMilliseconds: Int64?
    var functionARN: Range<Int>?
    var traceHeader: Range<Int>?
    var tenantID: Range<Int>?
    var extensionIdentifier: Range<Int>?
}

extension RuntimeResponseHead {
    enum ParseResult {
        /// The head's end has not come yet.
        case needsMore
        /// The head, and the offset behind its empty line.
        case head(RuntimeResponseHead, end: Int)
        case malformed
    }

    /// Reads a head from the front of the bytes. Header names compare without case, as Lambda's page asks; of headers the
    /// loop does not know not even the name is looked at beyond its length.
    static func parse(_ bytes: UnsafeRawBufferPointer) -> ParseResult {
        var head = RuntimeResponseHead()
        var lineStart = 0
        var colon = -1
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") {
                let lineEnd = index > lineStart && bytes[index - 1] == UInt8(ascii: "\r") ? index - 1 : index
                if lineEnd == lineStart {
                    return head.status == 0 ? .malformed : .head(head, end: index + 1)
                }
                let isValid =
                    head.status == 0
                    ? head.readStatusLine(bytes, lineStart..<lineEnd)
                    : colon >= 0 && head.readField(bytes, name: lineStart..<colon, value: colon + 1..<lineEnd)
                guard isValid else { return .malformed }
                lineStart = index + 1
                colon = -1
            } else if byte == UInt8(ascii: ":"), colon < 0 {
                colon = index
            }
            index += 1
        }
        return .needsMore
    }

    /// "HTTP/1.1 200 OK"
    private mutating func readStatusLine(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> Bool {
        let at = line.lowerBound
        guard line.count >= 12, bytes.equals("http/1.", at: at), bytes[at + 8] == UInt8(ascii: " "),
            let code = bytes.decimal(at + 9..<at + 12), code >= 100, line.count == 12 || bytes[at + 12] == 0x20
        else { return false }
        status = Int(code)
        // HTTP/1.0 closes unless it says otherwise, and then this client does not ask it to.
        closes = bytes[at + 7] == UInt8(ascii: "0")
        if status == 204 || status == 304 { framing = .length(0) }
        return true
    }

    private mutating func readField(
        _ bytes: UnsafeRawBufferPointer,
        name: Range<Int>,
        value: Range<Int>
    ) -> Bool {
        let value = bytes.trimmed(value)
        switch name.count {
        case 10 where bytes.equals("connection", at: name.lowerBound):
            if value.count == 5, bytes.equals("close", at: value.lowerBound) { closes = true }
        case 14 where bytes.equals("content-length", at: name.lowerBound):
            guard let length = bytes.decimal(value) else { return false }
            if framing != .chunked { framing = .length(Int(length)) }
        case 17 where bytes.equals("transfer-encoding", at: name.lowerBound):
            guard value.count == 7, bytes.equals("chunked", at: value.lowerBound) else { return false }
            framing = .chunked
        case 23 where bytes.equals("lambda-runtime-trace-id", at: name.lowerBound):
            traceHeader = value
        case 26 where bytes.equals("lambda-runtime-deadline-ms", at: name.lowerBound):
            deadlineMilliseconds = bytes.decimal(value)
        case 27 where bytes.equals("lambda-extension-identifier", at: name.lowerBound):
            extensionIdentifier = value
        case 28 where bytes.equals("lambda-runtime-aws-tenant-id", at: name.lowerBound):
            tenantID = value
        case 29 where bytes.equals("lambda-runtime-aws-request-id", at: name.lowerBound):
            requestID = value
        case 35 where bytes.equals("lambda-runtime-invoked-function-arn", at: name.lowerBound):
            functionARN = value
        case _:
            break
        }
        return true
    }
}

extension UnsafeRawBufferPointer {
    /// True when the text, given in lower case, is at the offset, in any case.
    fileprivate func equals(_ text: StaticString, at offset: Int) -> Bool {
        guard offset + text.utf8CodeUnitCount <= count else { return false }
        let start = text.utf8Start
        for index in 0..<text.utf8CodeUnitCount {
            let byte = self[offset + index]
            let isUpper = byte &- UInt8(ascii: "A") < 26
            guard (isUpper ? byte | 0x20 : byte) == start[index] else { return false }
        }
        return true
    }

    /// The range without spaces and tabs around it.
    fileprivate func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
        while start < end, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
        return start..<end
    }

    /// The number in decimal digits; nil for anything else and for more than 18 of them.
    fileprivate func decimal(_ range: Range<Int>) -> Int64? {
        guard !range.isEmpty, range.count <= 18 else { return nil }
        var value: Int64 = 0
        for index in range {
            let digit = self[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }
}
