import CCurl
import HTTP
import POSIX

/// What libcurl tells of a transfer while it goes on, in the driver's thread.
extension Transfer {
    /// What became of bytes of the body.
    enum Reception { case taken, refusedForNow, failed }

    /// A connection is there, and the request about to be sent: whether to send it.
    func connectionIsReady(connectionsMade: Int, bytesSent: Int) -> Bool {
        lastActivity = MonotonicClock.nanoseconds()
        let verdict = repeatRule.connectionIsReady(
            connectionsMade: connectionsMade,
            bytesSent: bytesSentBefore + bytesSent,
            responseBegan: collector.hasBegun
        )
        switch verdict {
        case .proceed:
            return true
        case .repeatOnFreshConnection:
            needsFreshConnection = true
            return false
        case .giveUp:
            failure = .connectionClosed
            return false
        }
    }

    /// A line of the head, of a head before it, or of the trailers; false to end the transfer.
    func receiveHeaderLine(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        lastActivity = MonotonicClock.nanoseconds()
        let wasComplete = collector.isComplete
        switch collector.take(line) {
        case .complete where !wasComplete:
            if case .whole = recipient { reserveBody() }
            if decodesBody { collector.removeContentCoding() }
            return true
        case .needsMore, .complete:
            return true
        case .malformed:
            failure = .malformedResponse
            return false
        case .tooLarge:
            failure = .headTooLarge(limit: ResponseHeadCollector.maxBytes)
            return false
        }
    }

    /// Bytes of the body, decoded where they were compressed.
    func receiveBody(_ bytes: UnsafeBufferPointer<UInt8>) -> Reception {
        lastActivity = MonotonicClock.nanoseconds()
        switch recipient {
        case .whole:
            guard bytes.count <= request.maxResponseBytes - body.count else {
                failure = .responseTooLarge(limit: request.maxResponseBytes)
                return .failed
            }
            body.append(contentsOf: bytes)
            return .taken
        case .head(_, let channel), .body(let channel):
            switch channel.offer(bytes) {
            case .accepted:
                return .taken
            case .awaited:
                hasNews = true
                return .taken
            case .refused:
                isPaused = true
                return .refusedForNow
            case .unwanted:
                failure = .cancelled
                return .failed
            }
        case .nobody:
            return .failed
        }
    }

    /// Takes note of the bytes of both bodies that have gone over the wire so far.
    func noteProgress(_ bytes: curl_off_t) {
        guard bytes != progress else { return }
        progress = bytes
        lastActivity = MonotonicClock.nanoseconds()
    }

    /// Makes room at once for a body that says how long it is, within reason: it may not be what it says.
    private func reserveBody() {
        guard let length = collector.contentLength else { return }
        body.reserveCapacity(min(length, request.maxResponseBytes, 1 << 20))
    }
}
