import HTTP

// Taking a function's answer: whole or as a stream.
extension RuntimeAPI {
    private enum Failure: Error {
        case sink(ResponseSinkError)
        /// The whole answer had come when the sink refused it, so the function need not know.
        case sinkAtEnd(ResponseSinkError)
        /// The function stopped in the middle.
        case function
    }

    /// Passes the answer on to whoever waits for it; false when the connection is to be closed.
    func takeAnswer(
        to invocation: Invocation,
        _ head: HTTP1Head,
        _ reader: inout MessageReader
    ) throws(MessageReaderError) -> Bool {
        guard let sink = invocation.sink, invocation.beginAnswer() else {
            try reader.skipBody()
            pool.answered(invocation, by: sandbox)
            return reply(.accepted, Self.accepted)
        }
        sink.begin(contentType: head.headers["Content-Type"])
        do throws(Failure) {
            try forward(invocation, to: sink, &reader)
            return reply(.accepted, Self.accepted)
        } catch {
            return try giveUp(invocation, error, streams: sink.listener != nil, &reader)
        }
    }

    private func forward(
        _ invocation: Invocation,
        to sink: any ResponseSink,
        _ reader: inout MessageReader
    ) throws(Failure) {
        while true {
            switch try next(&reader) {
            case .body(let bytes):
                try call { () throws(ResponseSinkError) in try sink.receive(bytes) }
            case .head, .needsMore:
                try call { () throws(ResponseSinkError) in try sink.flush() }
                try receive(&reader, for: sink)
            case .end(let trailers):
                let failure = FunctionError(trailers: trailers)
                // Before the client has the end of it: its next request may come at once.
                pool.answered(invocation, by: sandbox)
                do throws(ResponseSinkError) {
                    try sink.finish(failure: failure)
                } catch {
                    throw .sinkAtEnd(error)
                }
                invocation.end(failure.map(Invocation.Outcome.failed) ?? .answered)
                return
            }
        }
    }

    private func next(_ reader: inout MessageReader) throws(Failure) -> HTTP1Parser.Event {
        do throws(MessageReaderError) {
            return try reader.next()
        } catch {
            throw .function
        }
    }

    private func receive(_ reader: inout MessageReader, for sink: any ResponseSink) throws(Failure) {
        if let client = sink.listener {
            switch SocketWait.untilReadable(connection, whilePresent: client, milliseconds: Self.idleMilliseconds) {
            case .readable: break
            case .peerGone: throw .sink(.peerGone)
            case .timedOut: throw .sink(.cutShort)
            }
        }
        do throws(MessageReaderError) {
            guard try reader.receive() else { throw MessageReaderError.broken }
        } catch {
            throw .function
        }
    }

    private func call(_ body: () throws(ResponseSinkError) -> Void) throws(Failure) {
        do throws(ResponseSinkError) {
            try body()
        } catch {
            throw .sink(error)
        }
    }

    /// Ends an invocation whose answer is of no use; false when the connection is to be closed.
    private func giveUp(
        _ invocation: Invocation,
        _ failure: Failure,
        streams: Bool,
        _ reader: inout MessageReader
    ) throws(MessageReaderError) -> Bool {
        switch failure {
        case .function:
            // Its process has ended as a rule, which is told when that is certain.
            invocation.end(.crashed)
            return false
        case .sinkAtEnd(let error):
            invocation.end(.refused(error))
            return reply(.accepted, Self.accepted)
        case .sink(.tooLarge) where !streams:
            // The function may report it as an error, so the invocation stays its own until it asks for the next.
            invocation.end(.refused(.tooLarge))
            try reader.skipBody()
            return reply(.contentTooLarge, Self.error("Function.ResponseSizeTooLarge", "the response is over 6 MB"))
        case .sink(.malformed):
            pool.answered(invocation, by: sandbox)
            invocation.end(.refused(.malformed))
            try reader.skipBody()
            return reply(.accepted, Self.accepted)
        case .sink(let error):
            pool.answered(invocation, by: sandbox)
            invocation.end(.refused(error))
            return false
        }
    }
}
