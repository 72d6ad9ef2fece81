/// Why bytes are no HTTP/1.1 message, or none this parser takes. Nothing after it can be understood: close the connection.
package enum HTTP1Error: Error, Equatable, Sendable {
    /// The request line or status line does not follow RFC 9112 §3 or §4.
    case malformedStartLine
    /// A major version other than 1.
    case unsupportedVersion
    /// The start line alone is over the limit of the head.
    case startLineTooLong(limit: Int)
    /// The head or the trailers are over the limit, in bytes.
    case headTooLarge(limit: Int)
    /// The head or the trailers have more fields than the limit.
    case tooManyFields(limit: Int)
    /// A line that does not end in CRLF.
    case malformedLineEnd
    /// A field's name is no token, space stands before its colon, it is folded over lines, or its value has a control
    /// character (RFC 9112 §5).
    case malformedField
    /// A request of HTTP/1.1 without `Host`, or with several (RFC 9112 §3.2).
    case invalidHost
    /// A `Content-Length` that is no decimal number.
    case invalidContentLength
    /// Two lengths that could each be meant: differing `Content-Length`s, or one beside `Transfer-Encoding` (RFC 9112 §6.3).
    case conflictingLength
    /// A `Transfer-Encoding` other than `chunked`, or one in HTTP/1.0.
    case unsupportedTransferCoding
    /// A chunk whose size is no hexadecimal number, or that does not end where it said.
    case malformedChunk
    /// The body is over the limit, in bytes.
    case bodyTooLarge(limit: Int)
    /// The peer closed in the middle of a message.
    case truncated

    /// What a server answers to a request that was refused for this.
    package var status: Status {
        switch self {
        case .malformedStartLine, .malformedLineEnd, .malformedField, .invalidHost, .invalidContentLength,
            .conflictingLength, .malformedChunk, .truncated:
            .badRequest
        case .unsupportedVersion: .httpVersionNotSupported
        case .startLineTooLong: .uriTooLong
        case .headTooLarge, .tooManyFields: .requestHeaderFieldsTooLarge
        case .unsupportedTransferCoding: .notImplemented
        case .bodyTooLarge: .contentTooLarge
        }
    }
}

extension HTTP1Error: CustomStringConvertible {
    /// A sentence without anything of the message.
    package var description: String {
        switch self {
        case .malformedStartLine: "the start line is malformed"
        case .unsupportedVersion: "the HTTP version is not supported"
        case .startLineTooLong(let limit): "the start line is longer than \(limit) bytes"
        case .headTooLarge(let limit): "the header fields are larger than \(limit) bytes"
        case .tooManyFields(let limit): "there are more than \(limit) header fields"
        case .malformedLineEnd: "a line does not end in CR LF"
        case .malformedField: "a header field is malformed"
        case .invalidHost: "there is not exactly one Host field"
        case .invalidContentLength: "Content-Length is not a number"
        case .conflictingLength: "the length of the body is given in two ways"
        case .unsupportedTransferCoding: "the transfer coding is not supported"
        case .malformedChunk: "a chunk of the body is malformed"
        case .bodyTooLarge(let limit): "the body is larger than \(limit) bytes"
        case .truncated: "the message ends too early"
        }
    }
}
