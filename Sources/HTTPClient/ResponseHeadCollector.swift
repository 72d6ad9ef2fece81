import HTTP

/// Puts together a response's head from the lines libcurl hands over one by one.
///
/// libcurl's own checks differ between versions. What is decided here holds with all of them.
struct ResponseHeadCollector {
    /// What the lines so far amount to.
    enum Outcome: Equatable { case needsMore, complete, tooLarge, malformed }

    /// The most a head may come to, with the interim ones before it and the trailers after it. A line counts 32 bytes
    /// more than it has, so that many short ones are bounded too (as RFC 9113 §6.5.2 counts).
    static let maxBytes = 64 << 10
    private static let lineOverhead = 32

    private(set) var head = ResponseHead(status: Status(rawValue: 0))
    private(set) var isComplete = false
    /// Whether a byte of a response, or of an interim one, has come.
    var hasBegun: Bool { byteCount > 0 }
    /// Whether some lines of a head have come, and others have to follow.
    var isWithinHead: Bool { hasBegun && !isComplete && !expectsStatusLine }
    private var byteCount = 0
    private var expectsStatusLine = true
    /// The length the fields give; nil without one.
    private(set) var contentLength: Int?

    /// Takes one line with its end. Interim responses are passed over, and so are trailers.
    mutating func take(_ line: UnsafeBufferPointer<UInt8>) -> Outcome {
        byteCount += line.count + Self.lineOverhead
        guard byteCount <= Self.maxBytes else { return .tooLarge }
        guard !isComplete else { return .complete }
        let text = line[..<Self.endOfText(line)]
        if expectsStatusLine { return takeStatusLine(text) }
        guard !text.isEmpty else { return takeEmptyLine() }
        return takeField(text) ? .needsMore : .malformed
    }

    /// Removes what describes the body as it was on the wire, when libcurl has decoded it.
    mutating func removeContentCoding() {
        guard head.headers.contains("content-encoding") else { return }
        head.headers.remove("content-encoding")
        head.headers.remove("content-length")
    }

    private static func endOfText(_ line: UnsafeBufferPointer<UInt8>) -> Int {
        var end = line.count
        while end > 0, line[end - 1] == UInt8(ascii: "\n") || line[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return end
    }

    /// `HTTP/1.1 200 OK`, `HTTP/2 200 `.
    private mutating func takeStatusLine(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Outcome {
        let digits = line.drop { $0 != UInt8(ascii: " ") }.dropFirst().prefix(3)
        guard line.starts(with: "HTTP/".utf8), digits.count == 3,
            let code = Int(String(decoding: digits, as: UTF8.self)),
            (100...999).contains(code)
        else { return .malformed }
        head = ResponseHead(status: Status(rawValue: code))
        head.headers.reserveCapacity(16)
        contentLength = nil
        expectsStatusLine = false
        return .needsMore
    }

    private mutating func takeEmptyLine() -> Outcome {
        guard !head.status.isInformational else {
            expectsStatusLine = true
            return .needsMore
        }
        isComplete = true
        return .complete
    }

    /// False when the line is no field.
    private mutating func takeField(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard line.first != UInt8(ascii: " "), line.first != UInt8(ascii: "\t") else { return takeContinuation(line) }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return false }
        let value = line[(colon + 1)...]
        head.headers.append(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
        return !Self.isLength(line[..<colon]) || takeLength(value)
    }

    private static func isLength(_ name: some RandomAccessCollection<UInt8>) -> Bool {
        let length = "content-length".utf8
        // The bit that tells small letters from capitals is set in the hyphen too.
        return name.count == length.count && zip(name, length).allSatisfy { $0 | 0x20 == $1 }
    }

    /// A length is a number, and all that are given are the same one: else nobody can tell where the response ends
    /// (RFC 9112 §6.3).
    private mutating func takeLength(_ value: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        for element in value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let number = element.drop(while: Self.isBlank)
            let digits = number.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard number[digits.endIndex...].allSatisfy(Self.isBlank),
                let length = Int(String(decoding: digits, as: UTF8.self)), contentLength ?? length == length
            else { return false }
            contentLength = length
        }
        return true
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    /// A line that goes on with the field before it, an obsolete form: a space takes the line's end's place (RFC 9112
    /// §5.2).
    private mutating func takeContinuation(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard let field = head.headers.last else { return false }
        let value = field.value + " " + String(decoding: line.drop(while: Self.isBlank), as: UTF8.self)
        head.headers = HeaderFields(head.headers.dropLast())
        head.headers.append(field.name, value)
        return !Self.isLength(Array(field.name.utf8))
    }
}
