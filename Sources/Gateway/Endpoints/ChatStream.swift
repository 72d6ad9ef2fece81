import HTTPClient
import POSIX

/// A streamed answer on its way in. Its first events are there already: what fails before them is still an HTTP
/// error, or another deployment's turn.
struct ChatStream {
    private enum Source {
        /// Events still to come, one at a time.
        case mock(ArraySlice<ChatStreamEvent>)
        case provider(ResponseBody.AsyncIterator, any ChatStreamReader)
        case ended
    }

    private var source: Source
    private var first: [ChatStreamEvent] = []
    /// Milliseconds spent waiting for the provider since the stream was opened.
    private(set) var waitedMilliseconds = 0.0

    init(mock events: [ChatStreamEvent]) {
        source = .mock(events[...])
    }

    /// Waits for the first events.
    init(_ response: consuming StreamedResponse, reader: any ChatStreamReader) async throws(ProviderFailure) {
        source = .provider(response.body.makeAsyncIterator(), reader)
        guard let events = try await read() else { throw .brokenOff }
        first = events
        waitedMilliseconds = 0
    }

    /// The next events, at least one; nil when the answer is complete.
    mutating func next() async throws(ProviderFailure) -> [ChatStreamEvent]? {
        guard first.isEmpty else {
            defer { first = [] }
            return first
        }
        return try await read()
    }

    private mutating func read() async throws(ProviderFailure) -> [ChatStreamEvent]? {
        switch source {
        case .ended: return nil
        case .mock(let events):
            guard let event = events.first else { return nil }
            source = .mock(events.dropFirst())
            return [event]
        case .provider(var iterator, var reader):
            // The last reference to the transfer must be ours alone while it is read.
            source = .ended
            let events = try await readProvider(&iterator, &reader)
            // The end of the body may come apart from the last event, and the connection serves the next request.
            if events.last == .done { iterator.finishReading() } else { source = .provider(iterator, reader) }
            return events
        }
    }

    private mutating func readProvider(
        _ iterator: inout ResponseBody.AsyncIterator,
        _ reader: inout any ChatStreamReader
    ) async throws(ProviderFailure) -> [ChatStreamEvent] {
        let start = MonotonicClock.nanoseconds()
        defer { waitedMilliseconds += MonotonicClock.milliseconds(since: start) }
        while true {
            let bytes: [UInt8]?
            do {
                bytes = try await iterator.next()
            } catch {
                throw ProviderFailure(error)
            }
            let events = if let bytes { try reader.read(bytes) } else { try reader.finish() }
            if !events.isEmpty { return events }
        }
    }
}
