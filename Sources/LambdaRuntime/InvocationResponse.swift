import Synchronization

/// The one answer of an invocation: whole with `send`, or in pieces with `beginStream`, `write` and `finish`.
///
/// Each call sends, and waits on the calling thread until the system has taken the bytes: that is how a slow reader holds
/// a fast producer back. The handler's task runs on the loop's own thread, where waiting harms nobody; do not call from
/// the cooperative pool. After the handler has returned every call fails.
package final class InvocationResponse: Sendable {
    enum Phase {
        case unanswered
        /// A whole answer was sent; kept for the case that the connection was closed under it.
        case answered(RuntimeClient.Message)
        case streaming
        case streamed
        case peerGone
        case closed
    }

    private let requestID: String
    private let client: RuntimeClient
    /// When the task is cancelled, on `MonotonicClock` in nanoseconds.
    private let deadline: UInt64
    private let phase = Mutex(Phase.unanswered)

    init(requestID: String, client: RuntimeClient, deadline: UInt64) {
        self.requestID = requestID
        self.client = client
        self.deadline = deadline
    }

    /// Answers with a whole payload in one go. Lambda takes up to 6 MB of it.
    package func send(
        _ payload: [UInt8],
        contentType: String = "application/json"
    ) throws(InvocationResponseError) {
        try answer { requests in
            RuntimeClient.Message(
                head: requests.answer(to: requestID, contentType: contentType, length: payload.count),
                body: payload
            )
        }
    }

    /// Answers in streaming mode with bytes that are all known: head, one chunk and the end leave together.
    ///
    /// `prefix` goes before the body in the same chunk, such as the prelude of an HTTP response.
    package func sendStream(
        contentType: String,
        prefix: [UInt8] = [],
        body: [UInt8]
    ) throws(InvocationResponseError) {
        try answer { requests in
            var head = requests.stream(to: requestID, contentType: contentType)
            let count = prefix.count + body.count
            // A chunk of no bytes would be the last.
            guard count > 0 else { return RuntimeClient.Message(head: head, body: Chunk.last) }
            head.append(chunkSize: count)
            head += prefix
            return RuntimeClient.Message(head: head, body: body, end: Chunk.endAndLast)
        }
    }

    /// Begins an answer in pieces: the head leaves now, with the first bytes if there are any.
    package func beginStream(contentType: String, firstChunk: [UInt8] = []) throws(InvocationResponseError) {
        try phase.withLock { (phase) throws(InvocationResponseError) in
            guard case .unanswered = phase else { throw Self.refusal(phase) }
            var message = RuntimeClient.Message(
                head: client.requests.stream(to: requestID, contentType: contentType),
                body: firstChunk
            )
            if !firstChunk.isEmpty {
                message.head.append(chunkSize: firstChunk.count)
                message.end = Chunk.end
            }
            phase = .streaming
            do throws(RuntimeConnectionError) {
                try client.send(message)
            } catch {
                phase = .peerGone
                throw .peerGone
            }
        }
    }

    /// Sends the next piece of a stream, as one chunk. Fails with `peerGone` when nobody takes it any more: then stop what
    /// produces the pieces.
    package func write(_ bytes: [UInt8]) throws(InvocationResponseError) {
        // A chunk of no bytes would be the last.
        if bytes.isEmpty { return }
        try continueStream(as: .streaming) { [deadline] client throws(RuntimeConnectionError) in
            try client.sendMore(Chunk.sizeLine(bytes.count), bytes, Chunk.end, until: deadline)
        }
    }

    /// Ends the stream.
    package func finish() throws(InvocationResponseError) {
        try continueStream(as: .streamed) { [deadline] client throws(RuntimeConnectionError) in
            try client.sendMore(Chunk.last, until: deadline)
        }
    }

    /// Ends the stream as failed: Lambda gets the error in the trailers. What of it reaches the caller depends on how the
    /// function was invoked, so say in the stream itself what its reader has to know.
    package func fail(_ error: InvocationError) throws(InvocationResponseError) {
        try continueStream(as: .streamed) { [deadline] client throws(RuntimeConnectionError) in
            try client.sendMore(Chunk.last(failedWith: error), until: deadline)
        }
    }

    /// True once an answer was begun, however it went on.
    package var isAnswered: Bool {
        phase.withLock { phase in
            if case .unanswered = phase { false } else { true }
        }
    }

    /// Ends the handler's turn: the phase it left, after which every call fails.
    func close() -> Phase {
        phase.withLock { phase in
            defer { phase = .closed }
            return phase
        }
    }
}

extension InvocationResponse {
    private func answer(_ make: (RuntimeRequests) -> RuntimeClient.Message) throws(InvocationResponseError) {
        try phase.withLock { (phase) throws(InvocationResponseError) in
            guard case .unanswered = phase else { throw Self.refusal(phase) }
            let message = make(client.requests)
            phase = .answered(message)
            do throws(RuntimeConnectionError) {
                try client.send(message)
            } catch {
                // The loop tries once more when it asks for the status, and reports what comes of it.
                throw .peerGone
            }
        }
    }

    private func continueStream(
        as next: Phase,
        _ send: (RuntimeClient) throws(RuntimeConnectionError) -> Void
    ) throws(InvocationResponseError) {
        try phase.withLock { (phase) throws(InvocationResponseError) in
            guard case .streaming = phase else { throw Self.refusal(phase) }
            do throws(RuntimeConnectionError) {
                try send(client)
                phase = next
            } catch {
                phase = .peerGone
                throw .peerGone
            }
        }
    }

    private static func refusal(_ phase: Phase) -> InvocationResponseError {
        switch phase {
        case .unanswered: .notBegun
        case .answered, .streaming, .streamed, .closed: .alreadyAnswered
        case .peerGone: .peerGone
        }
    }
}
