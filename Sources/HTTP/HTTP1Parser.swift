/// Reads HTTP/1.1 messages of one side of a connection, one after the other, from any split of its bytes. No I/O.
///
/// Stricter than RFC 9112 asks wherever two readers could disagree about where a message ends (request smuggling): lines
/// end in CRLF only, fields are not folded, a body's length is given in one way.
package struct HTTP1Parser: Sendable {
    /// Which messages the bytes are.
    package enum Role: Sendable { case requests, responses }

    /// What the bytes so far amount to.
    package enum Event: Sendable, Equatable {
        /// Nothing yet: append more bytes.
        case needsMore
        /// A message begins. Interim responses (1xx) are passed over.
        case head(HTTP1Head)
        /// The next bytes of its body; never empty.
        case body([UInt8])
        /// It is complete; the next message may follow.
        case end(trailers: HeaderFields)
    }

    enum State {
        case head
        case body(remaining: Int)
        case bodyUntilClose
        case chunkSize
        case chunk(remaining: Int)
        case chunkEnd
        case trailers
        case failed(HTTP1Error)
    }

    let role: Role
    let limits: HTTP1Limits
    var state = State.head
    /// Bytes that were appended; those before `position` are done with.
    var buffer: [UInt8] = []
    var position = 0
    /// How far the block of lines at `position` was searched for its end, and where the line begins that is there.
    var scanned = 0
    var lineStart = 0
    /// Bytes of the message's body so far, when chunked.
    var bodyBytes = 0
    /// Bytes of interim heads before the message's own.
    var interimBytes = 0
    /// The next response has no body whatever its head says: it answers HEAD.
    var answersHead = false
    /// The last head's fields. Messages of one connection repeat them, and a string that is there is not made again.
    var previous = HeaderFields()

    /// Begins before the first byte of a connection.
    package init(_ role: Role, limits: HTTP1Limits = HTTP1Limits()) {
        self.role = role
        self.limits = limits
    }

    /// Takes the connection's next bytes.
    package mutating func append(_ bytes: [UInt8]) {
        discardRead()
        if buffer.isEmpty, bytes.count > buffer.capacity {
            buffer = bytes
        } else {
            buffer.append(contentsOf: bytes)
        }
    }

    /// Takes the connection's next bytes.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        discardRead()
        buffer.append(contentsOf: bytes)
    }

    /// What comes next. After an error every further call throws the same.
    package mutating func next() throws(HTTP1Error) -> Event {
        do throws(HTTP1Error) {
            return try advance()
        } catch {
            state = .failed(error)
            throw error
        }
    }

    /// Says which method the next response answers: one to HEAD has no body (RFC 9112 §6.3).
    package mutating func expectResponse(to method: Method) {
        answersHead = method == .head
    }

    /// Says that the peer sends no more, once `next` has said `needsMore`: the end of a body that goes on until then, or
    /// nil between two messages. Throws `truncated` in the middle of one.
    package mutating func finish() throws(HTTP1Error) -> Event? {
        switch state {
        case .bodyUntilClose:
            state = .head
            return .end(trailers: HeaderFields())
        case .head where position == buffer.count && interimBytes == 0:
            return nil
        case .failed(let error):
            throw error
        case .head, .body, .chunkSize, .chunk, .chunkEnd, .trailers:
            state = .failed(.truncated)
            throw .truncated
        }
    }

    /// Whether the last message is complete and nothing of a next one is there.
    package var isBetweenMessages: Bool {
        guard case .head = state else { return false }
        return position == buffer.count && interimBytes == 0
    }

    private mutating func advance() throws(HTTP1Error) -> Event {
        while true {
            switch state {
            case .head:
                guard let head = try readHead() else { return .needsMore }
                if let head = begin(head) { return .head(head) }
            case .body(let remaining):
                guard remaining > 0 else { return end() }
                guard let bytes = take(atMost: remaining) else { return .needsMore }
                state = .body(remaining: remaining - bytes.count)
                return .body(bytes)
            case .bodyUntilClose:
                return try readUntilClose()
            case .chunkSize:
                guard let size = try readChunkSize() else { return .needsMore }
                state = size == 0 ? .trailers : .chunk(remaining: size)
            case .chunk(let remaining):
                guard let bytes = take(atMost: remaining) else { return .needsMore }
                state = bytes.count == remaining ? .chunkEnd : .chunk(remaining: remaining - bytes.count)
                return .body(bytes)
            case .chunkEnd:
                guard try readChunkEnd() else { return .needsMore }
                state = .chunkSize
            case .trailers:
                guard let trailers = try readTrailers() else { return .needsMore }
                return end(trailers: trailers)
            case .failed(let error):
                throw error
            }
        }
    }

    /// Goes on to the body; nil for an interim response, which is not the answer yet (RFC 9110 §15.2).
    private mutating func begin(_ head: HTTP1Head) -> HTTP1Head? {
        if let status = head.status, status.isInformational { return nil }
        interimBytes = 0
        bodyBytes = 0
        answersHead = false
        switch head.bodyLength {
        case .fixed(let count): state = .body(remaining: count)
        case .chunked: state = .chunkSize
        case .untilClose: state = .bodyUntilClose
        }
        return head
    }

    private mutating func end(trailers: HeaderFields = HeaderFields()) -> Event {
        state = .head
        return .end(trailers: trailers)
    }

    private mutating func readUntilClose() throws(HTTP1Error) -> Event {
        // What fits is handed out first: otherwise it would depend on how the bytes were cut.
        let room = limits.maxBodyBytes - bodyBytes
        guard room > 0 || position == buffer.count else { throw .bodyTooLarge(limit: limits.maxBodyBytes) }
        guard let bytes = take(atMost: room) else { return .needsMore }
        bodyBytes += bytes.count
        return .body(bytes)
    }
}
