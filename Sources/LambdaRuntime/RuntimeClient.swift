import POSIX

/// The Runtime API as one loop sees it: a connection that is kept, and made anew when it is lost.
final class RuntimeClient: @unchecked Sendable {
    // Unchecked, because the compiler cannot see the turns: the loop uses the client between invocations, and from
    // an invocation's start to its conclusion only that invocation's response does, under its lock.

    /// What came instead of, or as, the next event.
    enum Next {
        case invocation(Invocation)
        /// An event without a usable request id, or with one and without a deadline.
        case malformed(requestID: String?)
    }

    /// A POST's head, body and end, kept until the answer to it has come.
    struct Message: Sendable {
        var head: [UInt8]
        var body: [UInt8]
        var end: [UInt8] = []
    }

    /// How often in a row a connection may be lost at once before the Runtime API counts as gone.
    private static let maxAttempts = 4
    /// A connection that was kept for so long was not lost at once: somebody tidied up what was idle.
    private static let idleNanoseconds: UInt64 = 1_000_000_000

    let requests: RuntimeRequests
    let endpoint: RuntimeEndpoint
    /// Where the extension waits for an event that never comes (`beginRegistration`).
    var extensionSocket: Socket?
    /// The connection that what was sent last went through, if it is still there: the answer comes on it, even where it
    /// takes no other request.
    private(set) var connection: RuntimeConnection?
    private var functionARN = (bytes: [UInt8](), text: "")

    init(endpoint: RuntimeEndpoint) {
        self.endpoint = endpoint
        requests = RuntimeRequests(authority: endpoint.authority)
    }

    /// Connects, unless there is a connection that can be used.
    @discardableResult
    func connect() throws(RuntimeConnectionError) -> RuntimeConnection {
        if let connection, connection.isReusable { return connection }
        connection = nil
        let fresh = try RuntimeConnection(endpoint)
        connection = fresh
        return fresh
    }

    /// Closes the connection; the next request makes another.
    func disconnect() { connection = nil }

    /// Waits for the next event.
    func next() throws(RuntimeConnectionError) -> Next {
        var attempts = 0
        while true {
            let start = MonotonicClock.nanoseconds()
            do throws(RuntimeConnectionError) {
                let connection = try connect()
                if connection.sendsAreLimited { try connection.limitSends(until: nil) }
                try connection.send(requests.next)
                return try receiveNext(on: connection)
            } catch {
                attempts = MonotonicClock.nanoseconds() - start < Self.idleNanoseconds ? attempts + 1 : 1
                disconnect()
                switch error {
                case .closed where attempts < Self.maxAttempts, .broken where attempts < Self.maxAttempts: continue
                case .closed, .broken, .unreachable, .malformed, .refused: throw error
                }
            }
        }
    }

    /// Sends a message, on a new connection when the kept one turns out to be closed. Its answer is `status`.
    func send(_ message: Message) throws(RuntimeConnectionError) {
        let kept = try connect()
        if !kept.peerHasClosed {
            do throws(RuntimeConnectionError) {
                return try kept.send(message.head, message.body, message.end)
            } catch {
                // An answer that came before the message was through (413, say) is worth more than a second try.
                if !kept.peerHasClosed { return }
            }
        }
        disconnect()
        try connect().send(message.head, message.body, message.end)
    }

    /// Sends a part of a message on the connection that the first went through. A reader that takes nothing makes it fail
    /// at the deadline: the thread that waits here is the one that would cancel the task.
    func sendMore(
        _ first: [UInt8],
        _ second: [UInt8] = [],
        _ third: [UInt8] = [],
        until deadline: UInt64
    ) throws(RuntimeConnectionError) {
        guard let connection else { throw .closed }
        try connection.limitSends(until: deadline)
        try connection.send(first, second, third)
    }

    /// The status of the answer to a message that went through whole. A connection that ended without one is made anew and
    /// the message sent again, once: if the first had arrived after all, Lambda refuses the second.
    func status(of message: Message) throws(RuntimeConnectionError) -> Int {
        do throws(RuntimeConnectionError) {
            return try status()
        } catch {
            switch error {
            case .closed, .broken:
                try connect().send(message.head, message.body, message.end)
                return try status()
            case .unreachable, .malformed, .refused:
                throw error
            }
        }
    }

    /// The status of the answer to what was sent.
    func status() throws(RuntimeConnectionError) -> Int {
        guard let connection else { throw .closed }
        do throws(RuntimeConnectionError) {
            let head = try connection.receiveHead()
            if connection.isReusable { _ = try connection.receiveBody(head.framing) } else { disconnect() }
            return head.status
        } catch {
            disconnect()
            throw error
        }
    }
}

extension RuntimeClient {
    private func receiveNext(on connection: RuntimeConnection) throws(RuntimeConnectionError) -> Next {
        let head = try connection.receiveHead()
        guard head.status == 200 else { throw .refused(status: head.status) }
        let requestID = head.requestID.map(connection.text)
        let traceHeader = head.traceHeader.map(connection.text)
        let tenantID = head.tenantID.map(connection.text)
        let functionARN = functionARN(head.functionARN, on: connection)
        let event = try connection.receiveBody(head.framing)
        guard let requestID, Self.isPathSegment(requestID) else { return .malformed(requestID: nil) }
        guard let deadline = head.deadlineMilliseconds else { return .malformed(requestID: requestID) }
        let left = max(0, deadline - Timestamp.now().millisecondsSinceEpoch)
        return .invocation(
            Invocation(
                requestID: requestID,
                event: event,
                deadline: Timestamp(millisecondsSinceEpoch: deadline),
                monotonicDeadline: MonotonicClock.nanoseconds() + UInt64(clamping: min(left, 1 << 40)) * 1_000_000,
                invokedFunctionARN: functionARN,
                traceHeader: traceHeader,
                tenantID: tenantID
            )
        )
    }

    /// The ARN hardly ever changes in a sandbox's life, so its text is kept.
    private func functionARN(_ range: Range<Int>?, on connection: RuntimeConnection) -> String {
        guard let range else { return "" }
        if !connection.text(range, equals: functionARN.bytes) {
            let text = connection.text(range)
            functionARN = (Array(text.utf8), text)
        }
        return functionARN.text
    }

    /// The id becomes a part of paths, so it has to be one as it is (RFC 3986 unreserved characters).
    private static func isPathSegment(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "~"):
                    true
                case _: false
                }
            }
    }
}
