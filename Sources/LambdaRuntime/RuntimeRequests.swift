import Cryptography

/// The bytes of the requests to the Runtime API, version 2018-06-01, and the two to the Extensions API, 2020-01-01.
struct RuntimeRequests: Sendable {
    /// `GET /runtime/invocation/next`, whole.
    let next: [UInt8]
    private let host: [UInt8]

    init(authority: String) {
        host = Array("Host: \(authority)\r\n".utf8)
        next = Array("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n".utf8) + host + Self.lineEnd
    }

    /// The head of a whole answer of so many bytes.
    func answer(to requestID: String, contentType: String, length: Int) -> [UInt8] {
        var head = begin(requestID, "/response", contentType)
        head.append(field: "Content-Length: ", decimal: length)
        head += Self.lineEnd
        return head
    }

    /// The head of a streamed answer. The trailers it declares come only when the stream fails.
    func stream(to requestID: String, contentType: String) -> [UInt8] {
        var head = begin(requestID, "/response", contentType)
        head.append(
            """
            Lambda-Runtime-Function-Response-Mode: streaming\r
            Transfer-Encoding: chunked\r
            Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r
            \r\n
            """
        )
        return head
    }

    /// `POST /runtime/invocation/{id}/error`, its head; the body is the error's.
    func error(_ type: String, to requestID: String, length: Int) -> [UInt8] {
        error(begin(requestID, "/error", Self.json), type, length)
    }

    /// `POST /runtime/init/error`, its head; the body is the error's.
    func initializationError(_ type: String, length: Int) -> [UInt8] {
        var head: [UInt8] = []
        head.append("POST /2018-06-01/runtime/init/error HTTP/1.1\r\n")
        head += host
        head.append(field: "Content-Type: ", Self.json)
        return error(head, type, length)
    }

    /// `POST /extension/register`, its head; the body is `noEvents`.
    var registration: [UInt8] {
        var head: [UInt8] = []
        head.append("POST /2020-01-01/extension/register HTTP/1.1\r\n")
        head += host
        head.append("Lambda-Extension-Name: graceful-shutdown\r\n")
        head.append(field: "Content-Type: ", Self.json)
        head.append(field: "Content-Length: ", decimal: Self.noEvents.count)
        head += Self.lineEnd
        return head
    }

    /// The body of a registration for no event at all.
    static let noEvents = Array(#"{"events":[]}"#.utf8)

    /// `GET /extension/event/next`, whole.
    func extensionEvent(_ identifier: String) -> [UInt8] {
        var request: [UInt8] = []
        request.append("GET /2020-01-01/extension/event/next HTTP/1.1\r\n")
        request += host
        request.append(field: "Lambda-Extension-Identifier: ", identifier)
        request += Self.lineEnd
        return request
    }

    private func error(_ head: [UInt8], _ type: String, _ length: Int) -> [UInt8] {
        var head = head
        head.append(field: "Lambda-Runtime-Function-Error-Type: ", type)
        head.append(field: "Content-Length: ", decimal: length)
        head += Self.lineEnd
        return head
    }

    private func begin(_ requestID: String, _ path: StaticString, _ contentType: String) -> [UInt8] {
        var head: [UInt8] = []
        head.reserveCapacity(512)
        head.append("POST /2018-06-01/runtime/invocation/")
        head += requestID.utf8
        head.append(path)
        head.append(" HTTP/1.1\r\n")
        head += host
        head.append(field: "Content-Type: ", contentType)
        return head
    }

    private static let json = "application/json"
    private static let lineEnd: [UInt8] = [0x0d, 0x0a]
}

/// The pieces of the chunked coding (RFC 9112 §7.1).
enum Chunk {
    /// What follows a chunk's bytes.
    static let end: [UInt8] = [0x0d, 0x0a]
    /// The last chunk, without trailers.
    static let last = Array("0\r\n\r\n".utf8)
    /// The end of a chunk and the last chunk.
    static let endAndLast = end + last

    /// The line before a chunk of so many bytes.
    static func sizeLine(_ count: Int) -> [UInt8] {
        var line: [UInt8] = []
        line.append(chunkSize: count)
        return line
    }

    /// The last chunk with the trailers of a stream that failed: the error's JSON in base 64, as Lambda takes it.
    static func last(failedWith error: InvocationError) -> [UInt8] {
        var bytes = Array("0\r\n".utf8)
        bytes.append(field: "Lambda-Runtime-Function-Error-Type: ", error.type)
        bytes.append(field: "Lambda-Runtime-Function-Error-Body: ", Base64.encode(error.body))
        bytes += end
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// A field with its line end. Control characters of the value are left out, so that it cannot end its line.
    fileprivate mutating func append(field name: StaticString, _ value: String) {
        append(name)
        for byte in value.utf8 where byte >= 0x20 && byte != 0x7f { append(byte) }
        append("\r\n")
    }

    fileprivate mutating func append(field name: StaticString, decimal value: Int) {
        append(name)
        append(value, radix: 10)
        append("\r\n")
    }

    /// The line before a chunk of so many bytes.
    mutating func append(chunkSize count: Int) {
        append(count, radix: 16)
        append("\r\n")
    }

    private mutating func append(_ value: Int, radix: Int) {
        var divisor = 1
        while value / divisor >= radix { divisor *= radix }
        while divisor > 0 {
            let digit = UInt8(truncatingIfNeeded: value / divisor % radix)
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            divisor /= radix
        }
    }
}
