/// The head of an HTTP/1.1 message, and what it says of the body and the connection.
package struct HTTP1Head: Sendable, Equatable {
    /// The first line.
    package enum StartLine: Sendable, Equatable {
        /// A request line. The target is as on the wire: `/path?query`, `*`, or a whole URL.
        case request(method: Method, target: String)
        /// A status line; the reason is often empty and means nothing (RFC 9112 §4).
        case response(status: Status, reason: String)
    }

    /// What is asked, or how it was answered.
    package let startLine: StartLine
    /// The digit after `HTTP/1.`.
    package let minorVersion: Int
    /// The fields as they came, `Content-Length` and the like included.
    package let headers: HeaderFields
    /// Whether the connection may carry another message after this one (RFC 9112 §9.3).
    package let keepsAlive: Bool
    /// Whether the client waits for `100 Continue` before it sends the body (RFC 9110 §10.1.1).
    package let expectsContinue: Bool
    /// How the end of the body is found.
    package let bodyLength: BodyLength

    /// How the end of a body is found (RFC 9112 §6.3).
    package enum BodyLength: Sendable, Equatable {
        /// After so many bytes; 0 when there is no body.
        case fixed(Int)
        /// Each chunk says its size; trailers may follow.
        case chunked
        /// When the server closes the connection; responses only.
        case untilClose
    }

    /// Whether the body comes in chunks, so that trailers may follow.
    package var isChunked: Bool { bodyLength == .chunked }

    /// The request's method; nil for a response.
    package var method: Method? {
        guard case .request(let method, _) = startLine else { return nil }
        return method
    }

    /// The request's target as on the wire; nil for a response.
    package var target: String? {
        guard case .request(_, let target) = startLine else { return nil }
        return target
    }

    /// The response's status; nil for a request.
    package var status: Status? {
        guard case .response(let status, _) = startLine else { return nil }
        return status
    }
}
