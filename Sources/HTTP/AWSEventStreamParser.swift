/// Cuts a byte stream into the messages of an `application/vnd.amazon.eventstream`
/// (https://smithy.io/2.0/aws/amazon-eventstream.html). Feed it any split of the bytes; it performs no I/O.
///
/// ```
/// total length u32, headers' length u32, CRC-32 of these eight bytes u32
/// headers, payload, CRC-32 of everything before it u32
/// ```
/// All numbers are big-endian, and the total counts all of it.
package struct AWSEventStreamParser: Sendable {
    private static let preludeBytes = 12
    private static let checksumBytes = 4

    private struct Prelude {
        let totalBytes: Int
        let headerBytes: Int
        let checksum: UInt32
    }

    private let limits: AWSEventStreamLimits
    private var buffer: [UInt8] = []
    /// Where the message begins that comes next.
    private var start = 0
    /// What the message that comes next says of itself, once it is read and found right.
    private var prelude: Prelude?
    private var failure: AWSEventStreamError?

    /// Begins before the first byte of a stream.
    package init(limits: AWSEventStreamLimits = AWSEventStreamLimits()) {
        self.limits = limits
    }

    /// Takes the stream's next bytes.
    package mutating func append(_ bytes: [UInt8]) {
        guard failure == nil else { return }
        discardRead()
        if buffer.isEmpty, bytes.count > buffer.capacity {
            buffer = bytes
        } else {
            buffer.append(contentsOf: bytes)
        }
    }

    /// The next message; nil when more bytes must come first. After an error every further call throws the same.
    package mutating func next() throws(AWSEventStreamError) -> AWSEventStreamMessage? {
        if let failure { throw failure }
        do throws(AWSEventStreamError) {
            return try readMessage()
        } catch {
            failure = error
            buffer = []
            start = 0
            throw error
        }
    }

    /// Says that the peer sends no more, once `next` has returned nil. Throws `truncated` in the middle of a message.
    package mutating func finish() throws(AWSEventStreamError) {
        if let failure { throw failure }
        guard start < buffer.count else { return }
        failure = .truncated
        throw .truncated
    }

    private mutating func readMessage() throws(AWSEventStreamError) -> AWSEventStreamMessage? {
        guard let prelude = try readPrelude(), buffer.count - start >= prelude.totalBytes else { return nil }
        let range = start..<start + prelude.totalBytes
        let message = try buffer.withUnsafeBufferPointer { (bytes) throws(AWSEventStreamError) in
            try Self.message(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[range])), prelude)
        }
        start += prelude.totalBytes
        self.prelude = nil
        return message
    }

    /// Reads the lengths, and holds them to the limits before anything is collected on their word.
    private mutating func readPrelude() throws(AWSEventStreamError) -> Prelude? {
        if let prelude { return prelude }
        guard buffer.count - start >= Self.preludeBytes else { return nil }
        let read = buffer.withUnsafeBytes { bytes in
            Prelude(
                totalBytes: Int(bytes.bigEndian(at: start, as: UInt32.self)),
                headerBytes: Int(bytes.bigEndian(at: start + 4, as: UInt32.self)),
                checksum: bytes.bigEndian(at: start + 8, as: UInt32.self)
            )
        }
        guard CRC32.checksum(buffer[start..<start + 8]) == read.checksum else { throw .preludeChecksum }
        guard read.totalBytes <= limits.maxMessageBytes else { throw .messageTooLarge(limit: limits.maxMessageBytes) }
        guard read.headerBytes <= limits.maxHeaderBytes else { throw .headersTooLarge(limit: limits.maxHeaderBytes) }
        guard read.totalBytes >= Self.preludeBytes + read.headerBytes + Self.checksumBytes else {
            throw .inconsistentLengths
        }
        prelude = read
        return read
    }

    private static func message(
        _ bytes: UnsafeRawBufferPointer,
        _ prelude: Prelude
    ) throws(AWSEventStreamError) -> AWSEventStreamMessage {
        let end = bytes.count - checksumBytes
        // What the prelude's checksum covers need not be gone over again, nor the checksum itself.
        let checksum = CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[8..<end]), continuing: prelude.checksum)
        guard checksum == bytes.bigEndian(at: end, as: UInt32.self) else { throw .messageChecksum }
        let payloadStart = preludeBytes + prelude.headerBytes
        var reader = AWSEventStreamHeaderReader(UnsafeRawBufferPointer(rebasing: bytes[preludeBytes..<payloadStart]))
        return AWSEventStreamMessage(headers: try reader.readHeaders(), payload: Array(bytes[payloadStart..<end]))
    }

    private mutating func discardRead() {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
        } else if start > buffer.count / 2 {
            buffer.removeSubrange(..<start)
        } else {
            return
        }
        start = 0
    }
}

extension UnsafeRawBufferPointer {
    /// The number at the offset, in network byte order.
    func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: Number.Type) -> Number {
        Number(bigEndian: loadUnaligned(fromByteOffset: offset, as: type))
    }
}
