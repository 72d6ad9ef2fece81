package import HTTP

/// A request to be sent to another server.
package struct OutgoingRequest: Sendable {
    /// What is asked for; a token (RFC 9110 §9.1).
    package var method: Method
    /// A whole http or https URL, sent exactly as given: dots in the path are not resolved, nothing is encoded anew.
    /// Name and password have no place in it.
    package var url: String
    /// The fields to send. Those that frame the message (`Content-Length`, `Transfer-Encoding`, `Connection`, `Expect`,
    /// …) are the client's business and left out.
    package var headers: HeaderFields
    /// The whole body. It is sent, with its length, by every method but HEAD.
    package var body: [UInt8]
    /// How long it may take.
    package var timeouts: Timeouts
    /// The most bytes of body that `HTTPClient.send` takes, decoded ones where the body was compressed.
    package var maxResponseBytes: Int
    /// Whether the request may be sent twice when the connection dies, or an HTTP/2 server refuses it, before the answer
    /// begins.
    package var isIdempotent: Bool
    /// Whether the answer may come compressed: it then arrives decoded, without `Content-Encoding` and
    /// `Content-Length`. Without effect when `headers` has an `Accept-Encoding`: what comes then comes as it is.
    ///
    /// A compressed body whose message is whole but which itself lacks its end arrives as far as it goes: libcurl does
    /// not tell.
    package var acceptsCompression: Bool

    /// A request with everything but method and URL left at its default. Without a word about it, a request is
    /// idempotent when its method is (RFC 9110 §9.2.2).
    package init(
        method: Method,
        url: String,
        headers: HeaderFields = [:],
        body: [UInt8] = [],
        timeouts: Timeouts = Timeouts(),
        maxResponseBytes: Int = 32 << 20,
        isIdempotent: Bool? = nil,
        acceptsCompression: Bool = true
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeouts = timeouts
        self.maxResponseBytes = maxResponseBytes
        self.isIdempotent = isIdempotent ?? method.isIdempotent
        self.acceptsCompression = acceptsCompression
    }
}
