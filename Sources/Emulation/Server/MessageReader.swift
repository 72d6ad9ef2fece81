import HTTP
import POSIX

/// Why no message can be read any more.
enum MessageReaderError: Error, Equatable {
    /// What came is no HTTP/1.1.
    case malformed(HTTP1Error)
    /// The receive timeout passed.
    case timedOut
    /// The connection broke.
    case broken
}

/// Reads HTTP/1.1 requests off a connection.
struct MessageReader {
    private static let receiveSize = 64 << 10

    let connection: Connection
    private var parser: HTTP1Parser

    init(_ connection: Connection, maxHeadBytes: Int = 64 << 10) {
        self.connection = connection
        // Bodies are limited by whoever reads them, who knows what the limit means to the client.
        parser = HTTP1Parser(.requests, limits: HTTP1Limits(maxHeadBytes: maxHeadBytes, maxBodyBytes: 1 << 40))
    }

    /// Whether nothing of a next message has come.
    var isBetweenMessages: Bool { parser.isBetweenMessages }

    /// The next event of what was received; `needsMore` when `receive` is to be called first.
    mutating func next() throws(MessageReaderError) -> HTTP1Parser.Event {
        do throws(HTTP1Error) {
            return try parser.next()
        } catch {
            throw .malformed(error)
        }
    }

    /// Receives what is there, waiting for it; false when the peer sends no more.
    mutating func receive() throws(MessageReaderError) -> Bool {
        let result = withUnsafeTemporaryAllocation(byteCount: Self.receiveSize, alignment: 1) { buffer in
            do throws(SystemError) {
                let count = try connection.socket.receive(into: buffer)
                parser.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                return Result<Int, SystemError>.success(count)
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let count): return count > 0
        case .failure(let error): throw error.isTimeout ? .timedOut : .broken
        }
    }

    /// The head of the next message, waiting for it; nil when the peer sends no more messages.
    mutating func nextHead() throws(MessageReaderError) -> HTTP1Head? {
        while true {
            if case .head(let head) = try next() { return head }
            guard try receive() else {
                guard parser.isBetweenMessages else { throw .malformed(.truncated) }
                return nil
            }
        }
    }

    /// The body of the message whose head was read, up to its end; nil when it is longer than the limit.
    mutating func body(limit: Int) throws(MessageReaderError) -> [UInt8]? {
        var body: [UInt8] = []
        while true {
            switch try next() {
            case .body(let bytes):
                guard body.count + bytes.count <= limit else { return nil }
                if body.isEmpty { body = bytes } else { body += bytes }
            case .end: return body
            case .head, .needsMore: guard try receive() else { throw .malformed(.truncated) }
            }
        }
    }

    /// Reads the rest of the message whose head was read, and forgets it.
    mutating func skipBody() throws(MessageReaderError) {
        while true {
            switch try next() {
            case .body: continue
            case .end: return
            case .head, .needsMore: guard try receive() else { throw .malformed(.truncated) }
            }
        }
    }
}
