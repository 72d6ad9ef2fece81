/// Decides whether a request is sent a second time because its connection turned out to be dead.
///
/// A connection that was kept open may be closed by the server, or forgotten by something on the way, just when the next
/// request is sent. The request is then repeated, once and on a connection of its own, if the response had not begun and
/// either nothing of the request was sent or it is idempotent (RFC 9112 §9.3.1, RFC 9110 §9.2.2).
///
/// libcurl has a rule of its own: it repeats any request, POST included, up to five times, on connections that may be
/// dead as well. It asks its "pre-request" callback each time, where this rule overrules it.
///
/// Over HTTP/2 a server can say, by REFUSED_STREAM or a GOAWAY that leaves the request out, that it did nothing with it,
/// and any request may then be repeated (RFC 9113 §8.7). libcurl does not tell that from a connection that died or a
/// server that wants HTTP/1.1, so idempotence decides there too: whoever has another server to ask may do so.
struct RepeatRule {
    /// What is to happen when a connection is there.
    enum Verdict: Equatable {
        case proceed
        /// Stop here, and repeat the request on a fresh connection.
        case repeatOnFreshConnection
        /// Stop here: the connection died, and the request must not be repeated.
        case giveUp
    }

    private let isIdempotent: Bool
    private var hasRepeated = false
    /// Whether this transfer of libcurl's had a connection already.
    private var hadConnection = false
    private var isOnReusedConnection = false
    private var connectionsMade = 0

    init(isIdempotent: Bool) {
        self.isIdempotent = isIdempotent
    }

    /// Called before the request is sent. `connectionsMade` and `bytesSent` count from the beginning of libcurl's transfer.
    mutating func connectionIsReady(connectionsMade: Int, bytesSent: Int, responseBegan: Bool) -> Verdict {
        let isFresh = connectionsMade > self.connectionsMade
        self.connectionsMade = connectionsMade
        guard hadConnection else {
            hadConnection = true
            isOnReusedConnection = !isFresh
            return .proceed
        }
        // libcurl is about to repeat the request.
        guard mayRepeat(bytesSent: bytesSent, responseBegan: responseBegan) else { return .giveUp }
        hasRepeated = true
        isOnReusedConnection = false
        return isFresh ? .proceed : .repeatOnFreshConnection
    }

    /// Called when libcurl's transfer failed because the connection broke: whether to repeat it, on a fresh connection.
    mutating func repeatsAfterBrokenConnection(bytesSent: Int, responseBegan: Bool) -> Bool {
        guard isOnReusedConnection, mayRepeat(bytesSent: bytesSent, responseBegan: responseBegan) else { return false }
        hasRepeated = true
        return true
    }

    /// Called when the request goes to libcurl once more.
    mutating func beginAgain() {
        hadConnection = false
        connectionsMade = 0
    }

    private func mayRepeat(bytesSent: Int, responseBegan: Bool) -> Bool {
        !hasRepeated && !responseBegan && (bytesSent == 0 || isIdempotent)
    }
}
