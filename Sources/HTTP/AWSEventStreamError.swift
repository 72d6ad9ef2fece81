/// Why bytes are no AWS event stream, or none this parser takes. Nothing after it can be understood: close the connection.
package enum AWSEventStreamError: Error, Equatable, Sendable {
    /// The checksum of a message's first eight bytes is not the one that follows them.
    case preludeChecksum
    /// The checksum of a message is not the one at its end.
    case messageChecksum
    /// The lengths contradict each other: the parts a message must have do not fit into it.
    case inconsistentLengths
    /// A message is over the limit, in bytes.
    case messageTooLarge(limit: Int)
    /// The headers of a message are over the limit, in bytes.
    case headersTooLarge(limit: Int)
    /// A header ends after its message's headers do, its name is empty, or a name or string is not UTF-8.
    case malformedHeader
    /// A header's type is none of the ten.
    case unknownHeaderType(UInt8)
    /// A message has two headers of one name.
    case duplicateHeader
    /// The peer closed in the middle of a message.
    case truncated
}

extension AWSEventStreamError: CustomStringConvertible {
    /// A sentence without anything of the message.
    package var description: String {
        switch self {
        case .preludeChecksum: "the checksum of a message's lengths is wrong"
        case .messageChecksum: "the checksum of a message is wrong"
        case .inconsistentLengths: "the lengths of a message contradict each other"
        case .messageTooLarge(let limit): "a message is larger than \(limit) bytes"
        case .headersTooLarge(let limit): "the headers of a message are larger than \(limit) bytes"
        case .malformedHeader: "a header of a message is malformed"
        case .unknownHeaderType(let type): "a header of a message has the unknown type \(type)"
        case .duplicateHeader: "a message has a header twice"
        case .truncated: "the stream ends in the middle of a message"
        }
    }
}
