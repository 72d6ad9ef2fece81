extension Peer {
    /// Sends the head of an answer whose body is a stream of server-sent events, in chunks.
    @discardableResult
    package func beginEventStream() -> Bool {
        send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
    }

    /// Sends these bytes of the stream as one chunk; false when the client is gone.
    @discardableResult
    package func sendChunk(_ text: String) -> Bool {
        send(String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n")
    }

    /// Sends the chunk that ends the stream: without it, the answer is cut.
    @discardableResult
    package func endEventStream() -> Bool { send("0\r\n\r\n") }
}
