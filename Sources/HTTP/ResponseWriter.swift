/// Where a request's answer goes: exactly one, either whole with `send`, or `begin`, any number of `write`s, `finish`.
package protocol ResponseWriter: Sendable {
    /// Sends the head; the body follows with `write`.
    func begin(_ head: ResponseHead) async throws(ResponseWriterError)
    /// Sends the next bytes of the body, and returns when there is room for more.
    func write(_ bytes: [UInt8]) async throws(ResponseWriterError)
    /// Says that the body is complete.
    func finish() async throws(ResponseWriterError)
    /// Sends a whole answer.
    func send(_ response: Response) async throws(ResponseWriterError)
}

/// Why an answer, or a part of it, could not be sent.
package enum ResponseWriterError: Error, Equatable, Sendable {
    /// Nobody is there any more to receive it.
    case peerGone
    /// `send` or `begin` came after an answer was begun, or anything after it was finished.
    case alreadyAnswered
    /// `write` or `finish` came before `begin`.
    case notBegun
}
