package import HTTP
package import JSON
import POSIX

/// Takes one answer, and can play a client that goes away.
package final class AnswerRecorder: ResponseWriter {
    private struct State {
        var head: ResponseHead?
        var writes: [[UInt8]] = []
        var isFinished = false
    }

    private let state = Monitor(State())
    private let lastWrite: Int

    /// - Parameter writes: how many writes the client takes before it goes away; the next one fails.
    package init(leavingAfter writes: Int = .max) { lastWrite = writes }

    /// Status and headers; nil until they came.
    package var head: ResponseHead? { state.withLock { $0.head } }
    /// The status; 0 until it came.
    package var status: Int { head?.status.rawValue ?? 0 }
    /// The writes so far; the body of an answer that was sent whole is one.
    package var writes: [[UInt8]] { state.withLock { $0.writes } }
    /// Whether the answer is over.
    package var isFinished: Bool { state.withLock { $0.isFinished } }
    /// The body so far.
    package var body: [UInt8] { Array(writes.joined()) }
    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }
    /// The body's JSON; null when it is none.
    package var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }

    /// Makes the calling thread, which must not be one of Swift's pool, wait for so many writes; false when they have
    /// not come in a minute.
    package func waitForWrites(_ count: Int) -> Bool {
        state.wait(until: soon()) { $0.writes.count >= count }
    }

    package func begin(_ head: ResponseHead) async throws(ResponseWriterError) {
        try state.withLock { (state) throws(ResponseWriterError) in
            guard state.head == nil else { throw .alreadyAnswered }
            state.head = head
        }
    }

    package func write(_ bytes: [UInt8]) async throws(ResponseWriterError) {
        try state.withLock { (state) throws(ResponseWriterError) in
            guard state.head != nil, !state.isFinished else { throw .notBegun }
            guard state.writes.count < lastWrite else { throw .peerGone }
            state.writes.append(bytes)
        }
    }

    package func finish() async throws(ResponseWriterError) {
        try state.withLock { (state) throws(ResponseWriterError) in
            guard state.head != nil else { throw .notBegun }
            state.isFinished = true
        }
    }

    package func send(_ response: Response) async throws(ResponseWriterError) {
        try await begin(response.head)
        try await write(response.body)
        try await finish()
    }
}
