/// Walks a document and reads what it is asked for; the rest is skipped, fully checked.
///
/// A value is asked for where one stands: at the start, after `nextKey` has returned a name, after `nextElement` has
/// returned true. Each such value must be read or skipped, once. The reader shares the array it is given and copies
/// nothing but what it returns. After an error it is of no further use.
package struct JSONReader: Sendable {
    let bytes: [UInt8]
    let start: Int
    let end: Int
    let limits: JSONLimits

    /// The offset in the bytes of the next unread byte. White space before a value counts as unread until `peek`, or
    /// reading, has passed it.
    package internal(set) var position: Int

    /// Whether a value may be read here.
    var expectsValue = true
    /// The containers that are open.
    var open = OpenContainers()
    /// Whether nothing of the innermost container has been met yet.
    var isFirst = true
    /// The names of the open objects, where they may not repeat.
    var names = MemberNames()

    /// A reader of a whole document.
    package init(_ bytes: [UInt8], limits: JSONLimits = .default) {
        self.init(bytes, range: bytes.indices, limits: limits)
    }

    /// A reader of the document in a part of the bytes, which must lie within them. Positions and errors' offsets stay
    /// those of the whole.
    package init(_ bytes: [UInt8], range: Range<Int>, limits: JSONLimits = .default) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "the range is not one of the bytes")
        self.bytes = bytes
        self.limits = limits
        start = range.lowerBound
        end = range.upperBound
        position = range.lowerBound
    }

    /// The kind of the value that comes next, without reading it.
    package mutating func peek() throws(JSONError) -> JSONKind {
        try scanningValue { (scanner, kind) throws(JSONError) in kind }
    }

    /// Refuses anything but white space after the value, and a value that is not there or not at its end.
    package mutating func finish() throws(JSONError) {
        guard !expectsValue, open.count == 0 else { throw JSONError(.unexpectedEnd, at: position) }
        try scanning { (scanner) throws(JSONError) in try scanner.finish() }
    }
}

extension JSONReader {
    /// Runs `body` on a scanner that stands where the reader does, and moves the reader after it.
    @inline(__always)
    mutating func scanning<Result>(
        _ body: (inout JSONScanner) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        guard end - start <= limits.maxBytes else { throw JSONError(.tooLarge(limit: limits.maxBytes), at: start) }
        let (from, to, limits) = (position, end, limits)
        let (result, reached) = try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) -> (Result, Int) in
            var scanner = JSONScanner(.init(buffer), position: from, end: to, limits: limits)
            return (try body(&scanner), scanner.position)
        }
        position = reached
        return result
    }

    /// Runs `body` on a scanner that stands before a value, and tells it the value's kind.
    @inline(__always)
    mutating func scanningValue<Result>(
        _ body: (inout JSONScanner, JSONKind) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        let expectsValue = expectsValue
        return try scanning { (scanner) throws(JSONError) in
            let kind = try scanner.peekKind()
            guard expectsValue else { throw JSONError(.unexpectedByte, at: scanner.position) }
            return try body(&scanner, kind)
        }
    }
}
