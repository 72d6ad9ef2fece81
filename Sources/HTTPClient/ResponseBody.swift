/// The bytes of a response's body, as they come: a sequence that can be walked once.
///
/// All that has come since the last element is one element, so elements are of any size but never empty. When the
/// consumer falls behind by more than `HTTPClient.Configuration.bodyBufferBytes`, the server is made to wait. Cancelling
/// the task that waits for an element ends the transfer, as dropping the iterator does.
package struct ResponseBody: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = HTTPClientError

    private let lease: BodyLease

    init(_ channel: BodyChannel, keeping client: HTTPClient) {
        lease = BodyLease(channel, keeping: client)
    }

    /// Begins the walk. Another one goes on where this one is, and finds nothing once this one was dropped.
    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(lease: lease.makeIteration())
    }

    /// Walks the body.
    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let lease: BodyLease

        /// The next bytes; nil at the end of the body. Throws what ended it early, every time it is asked.
        package mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(HTTPClientError) -> [UInt8]? {
            try await lease.channel.next()
        }

        /// Says that all that matters has been read, though the end of the body may not be here yet, as after the
        /// `[DONE]` of an event stream. The transfer then comes to its end by itself, so that the connection can serve
        /// the next request, unless that takes more than 64 KiB or a second; dropping the iterator no longer ends it.
        /// Returns at once; from then on `next` finds the end.
        package func finishReading() {
            lease.channel.finishReading()
        }
    }

    /// The whole body. Throws `responseTooLarge`, and ends the transfer, when it is over the limit, in bytes.
    package func collect(upTo limit: Int) async throws(HTTPClientError) -> [UInt8] {
        var body: [UInt8] = []
        var iterator = makeAsyncIterator()
        while let bytes = try await iterator.next() {
            guard bytes.count <= limit - body.count else {
                throw HTTPClientError(.responseTooLarge(limit: limit), nothingSent: false)
            }
            if body.isEmpty { body = bytes } else { body.append(contentsOf: bytes) }
        }
        return body
    }
}

/// Keeps a body's transfer going: the last one to go ends it.
private final class BodyLease: Sendable {
    let channel: BodyChannel
    private let client: HTTPClient
    private let isIteration: Bool

    init(_ channel: BodyChannel, keeping client: HTTPClient, isIteration: Bool = false) {
        self.channel = channel
        self.client = client
        self.isIteration = isIteration
    }

    func makeIteration() -> BodyLease {
        channel.addIteration()
        return BodyLease(channel, keeping: client, isIteration: true)
    }

    deinit {
        if isIteration { channel.removeIteration() } else { channel.dropSequence() }
    }
}
