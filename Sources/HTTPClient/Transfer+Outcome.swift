import CCurl
import HTTP

/// How a transfer's outcome gets to who waits for it, in the driver's thread.
extension Transfer {
    /// Hands over what has come since the last call: the head once it is complete, bytes of the body.
    func deliver() {
        switch recipient {
        case .head(let continuation, let channel):
            guard collector.isComplete else { return }
            recipient = .body(channel)
            continuation.resume(returning: .success(collector.head))
        case .body(let channel):
            guard hasNews else { return }
            hasNews = false
            channel.wake()
        case .whole, .nobody:
            return
        }
    }

    /// Ends it for who waits: nil when the response is complete. Later words find nobody.
    func finish(_ error: HTTPClientError?) {
        deliver()
        let recipient = self.recipient
        self.recipient = .nobody
        switch recipient {
        case .whole(let continuation):
            let response = Response(head: collector.head, body: body)
            body = []
            continuation.resume(returning: error.map { .failure($0) } ?? .success(response))
        case .head(let continuation, _):
            let error = error ?? HTTPClientError(.connectionClosed, nothingSent: false)
            continuation.resume(returning: .failure(error))
        case .body(let channel):
            channel.finish(error)
        case .nobody:
            break
        }
    }

    /// What libcurl's result means for who waits; nil when the response is complete.
    func error(_ code: CURLcode, on handle: EasyHandle) -> HTTPClientError? {
        if code == CURLE_OK, failure == nil, collector.isComplete { return nil }
        let kind =
            failure
            ?? HTTPClientError.Kind(
                // A connection that is closed in the middle of the head is fine with libcurl.
                code == CURLE_OK ? CURLE_PARTIAL_FILE : code,
                isConnected: lastActivity != nil,
                isInHead: !collector.isComplete,
                on: handle
            )
        return HTTPClientError(kind, nothingSent: hasSentNothing(on: handle))
    }

    /// Whether no byte of the request has left this machine. What was said to a proxy on the way does not count.
    func hasSentNothing(on handle: EasyHandle?) -> Bool {
        guard bytesSentBefore == 0 else { return false }
        return lastActivity == nil || handle?.number(CURLINFO_REQUEST_SIZE) ?? 0 == 0
    }
}

extension Transfer {
    /// Whether the request is to be sent again, on a fresh connection, instead of failing with libcurl's result.
    func takeRepetition(after code: CURLcode, on handle: EasyHandle) -> Bool {
        guard failure == nil else { return false }
        let bytesSent = handle.number(CURLINFO_REQUEST_SIZE)
        let isWanted =
            needsFreshConnection
            || code.isBrokenConnection
                && repeatRule.repeatsAfterBrokenConnection(
                    bytesSent: bytesSentBefore + bytesSent,
                    responseBegan: collector.hasBegun
                )
        guard isWanted else { return false }
        needsFreshConnection = false
        bytesSentBefore += bytesSent
        progress = 0
        lastActivity = nil
        repeatRule.beginAgain()
        return true
    }
}

extension CURLcode {
    /// Whether the connection ended, or what came over it made no sense to HTTP/2.
    fileprivate var isBrokenConnection: Bool {
        [CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2, CURLE_HTTP2_STREAM].contains(self)
    }
}
