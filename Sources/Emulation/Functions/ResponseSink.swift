/// Takes a function's answer as it comes in. Called by one thread at a time.
protocol ResponseSink: Sendable {
    /// The function has begun to answer.
    ///
    /// - Parameter contentType: that of the answer to the Runtime API, not to the client.
    func begin(contentType: String?)
    /// The next bytes of the payload.
    func receive(_ bytes: [UInt8]) throws(ResponseSinkError)
    /// No more bytes are there just now: what was received goes out.
    func flush() throws(ResponseSinkError)
    /// The payload is complete, unless the function says in a trailer that it failed.
    func finish(failure: FunctionError?) throws(ResponseSinkError)
    /// The socket whose other side waits for the answer as it comes; nil when nobody would notice.
    var listener: Connection? { get }
}

/// Why an answer is of no use.
enum ResponseSinkError: Error, Equatable {
    /// Nobody is there any more to receive it.
    case peerGone
    /// It is not in the format the integration demands.
    case malformed
    /// It is longer than the service lets through.
    case tooLarge
    /// It ended before it was complete.
    case cutShort
}

/// An error a function reported (`/error`, `/init/error`, or the trailers of a streamed answer).
struct FunctionError: Error, Sendable, Equatable {
    /// Such as `Runtime.ExitError`.
    let type: String
    let message: String
    /// The JSON document as the function sent it.
    let payload: [UInt8]

    init(type: String, message: String, payload: [UInt8] = []) {
        self.type = type
        self.message = message
        self.payload = payload
    }
}
