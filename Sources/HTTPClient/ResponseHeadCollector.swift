import HTTP

/// Puts together a response's head from the lines libcurl hands over one by one.
struct ResponseHeadCollector {
    /// What the lines so far amount to.
    enum Outcome: Equatable { case needsMore, complete, tooLarge, malformed }

    private static let maxBytes = 256 << 10

    private(set) var head = ResponseHead(status: Status(rawValue: 0))
    private(set) var isComplete = false
    /// Whether a byte of a response, or of an interim one, has come.
    var hasBegun: Bool { byteCount > 0 }
    private var byteCount = 0
    private var expectsStatusLine = true

    /// Takes one line with its end. Interim responses are passed over, and so are trailers.
    mutating func take(_ line: UnsafeBufferPointer<UInt8>) -> Outcome {
        guard !isComplete else { return .complete }
        byteCount += line.count
        guard byteCount <= Self.maxBytes else { return .tooLarge }
        let text = line[..<Self.endOfText(line)]
        if expectsStatusLine { return takeStatusLine(text) }
        guard !text.isEmpty else { return takeEmptyLine() }
        takeField(text)
        return .needsMore
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

    /// A line that is no field is passed over, as libcurl does itself.
    private mutating func takeField(_ line: Slice<UnsafeBufferPointer<UInt8>>) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        head.headers.append(
            String(decoding: line[..<colon], as: UTF8.self),
            String(decoding: line[(colon + 1)...], as: UTF8.self)
        )
    }
}
