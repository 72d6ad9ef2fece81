import HTTP
import POSIX

/// How the answer to one request goes on the wire (RFC 9112 §6).
struct ResponseEncoding: Sendable {
    /// How the client finds the end of the body.
    enum Framing: Sendable, Equatable {
        /// There is none: the request was HEAD, or the status has no body.
        case none
        case length(Int)
        case chunked
        /// The connection closes: HTTP/1.0 knows no chunks.
        case untilClose
    }

    /// Whether the request was HEAD.
    let answersHead: Bool
    /// The digit after `HTTP/1.` of the request.
    let minorVersion: Int
    /// Whether the client would send another request on the connection.
    let keepsAlive: Bool

    /// The framing of a body whose length is known or not.
    func framing(status: Int, length: Int?) -> Framing {
        if answersHead || status == 204 || status == 304 { return .none }
        if let length { return .length(length) }
        return minorVersion == 0 ? .untilClose : .chunked
    }

    /// Status line and fields, the empty line included.
    ///
    /// - Parameter length: of the body that GET would get, for the answer to HEAD; nil when it is not known.
    func head(status: Int, headers: HeaderFields, framing: Framing, length: Int? = nil, at time: Timestamp) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes += "HTTP/1.1 \(status) \(Status(rawValue: status).reasonPhrase)\r\n".utf8
        for field in headers where !Self.isFraming(field.name) {
            bytes += field.name.utf8
            bytes += ": ".utf8
            bytes += field.value.utf8
            bytes += "\r\n".utf8
        }
        switch framing {
        case .none: if let length, status != 204, status != 304 { bytes += "Content-Length: \(length)\r\n".utf8 }
        case .length(let length): bytes += "Content-Length: \(length)\r\n".utf8
        case .chunked: bytes += "Transfer-Encoding: chunked\r\n".utf8
        case .untilClose: break
        }
        bytes += "Date: \(time.httpDate)\r\n".utf8
        bytes += "Connection: \(keepsAlive(after: framing) ? "keep-alive" : "close")\r\n\r\n".utf8
        return bytes
    }

    /// Whether the connection can carry another request after a body of this framing.
    func keepsAlive(after framing: Framing) -> Bool { keepsAlive && framing != .untilClose }

    private static func isFraming(_ name: String) -> Bool {
        guard name.utf8.count == 14 || name.utf8.count == 17 || name.utf8.count == 10 || name.utf8.count == 4 else {
            return false
        }
        return ["content-length", "transfer-encoding", "connection", "date"].contains(name.lowercased())
    }
}

extension Timestamp {
    /// `Sun, 06 Nov 1994 08:49:37 GMT` (IMF-fixdate, RFC 9110 §5.6.7).
    var httpDate: String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let day = days[Int(((seconds / 86_400) % 7 + 7) % 7)]
        // 06/Nov/1994:08:49:37 +0000
        let text = Array(commonLogFormat.utf8)
        func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
        guard text.count == 26 else { return "" }
        return "\(day), \(part(0..<2)) \(part(3..<6)) \(part(7..<11)) \(part(12..<20)) GMT"
    }
}
