/// What the fields of one head say of the body's length and the connection (RFC 9112 §6 and §9).
struct HTTP1Framing {
    private enum TransferCoding { case none, chunked, other }

    private var contentLength: Int?
    private var transferCoding = TransferCoding.none
    private var hostCount = 0
    private var saysClose = false
    private var saysKeepAlive = false
    private(set) var expectsContinue = false

    /// Takes note of a field if it is one of those that matter here.
    mutating func note(
        name: Slice<UnsafeBufferPointer<UInt8>>,
        value: Slice<UnsafeBufferPointer<UInt8>>
    ) throws(HTTP1Error) {
        switch name.count {
        case 4 where Self.same(name, "host"):
            hostCount += 1
        case 6 where Self.same(name, "expect"):
            expectsContinue = expectsContinue || Self.same(value, "100-continue")
        case 10 where Self.same(name, "connection"):
            for option in value.split(separator: UInt8(ascii: ",")) {
                let option = Self.trimmed(option)
                if Self.same(option, "close") { saysClose = true }
                if Self.same(option, "keep-alive") { saysKeepAlive = true }
            }
        case 14 where Self.same(name, "content-length"):
            guard let length = HTTP1HeadReader.decimal(value) else { throw .invalidContentLength }
            guard contentLength == nil || contentLength == length else { throw .conflictingLength }
            contentLength = length
        case 17 where Self.same(name, "transfer-encoding"):
            let isChunked = transferCoding == .none && Self.same(value, "chunked")
            transferCoding = isChunked ? .chunked : .other
        default:
            break
        }
    }

    func bodyLengthOfRequest(minorVersion: Int) throws(HTTP1Error) -> HTTP1Head.BodyLength {
        guard hostCount == 1 || hostCount == 0 && minorVersion == 0 else { throw .invalidHost }
        switch transferCoding {
        case .none:
            return .fixed(contentLength ?? 0)
        case .chunked, .other:
            return try chunked(minorVersion: minorVersion)
        }
    }

    func bodyLength(of status: Status, answersHead: Bool) throws(HTTP1Error) -> HTTP1Head.BodyLength {
        if answersHead || status.isInformational || status == .noContent || status == .notModified { return .fixed(0) }
        switch transferCoding {
        case .none:
            return contentLength.map { .fixed($0) } ?? .untilClose
        case .chunked, .other:
            return try chunked(minorVersion: 1)
        }
    }

    func keepsAlive(minorVersion: Int) -> Bool {
        !saysClose && (minorVersion > 0 || saysKeepAlive)
    }

    private func chunked(minorVersion: Int) throws(HTTP1Error) -> HTTP1Head.BodyLength {
        guard contentLength == nil else { throw .conflictingLength }
        guard transferCoding == .chunked, minorVersion > 0 else { throw .unsupportedTransferCoding }
        return .chunked
    }

    private static func trimmed(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>> {
        let rest = bytes.drop(while: FieldSyntax.isBlank)
        let end = rest.lastIndex { !FieldSyntax.isBlank($0) }.map { $0 + 1 } ?? rest.startIndex
        return rest[..<end]
    }

    /// Whether the bytes are the lower-case word, without regard to case.
    private static func same(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ word: StaticString) -> Bool {
        guard bytes.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { zip(bytes, $0).allSatisfy { FieldSyntax.lowercased($0) == $1 } }
    }
}
