import Synchronization

/// Collects a function's whole answer.
final class BufferedSink: ResponseSink {
    private struct State {
        var payload: [UInt8] = []
        var contentType: String?
    }

    /// The content type by which a function says that its answer begins with a prelude.
    static let preludeContentType = "application/vnd.awslambda.http-integration-response"

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how long the answer may be, in bytes.
    init(limit: Int = RuntimeAPI.maxResponseBytes) {
        self.limit = limit
    }

    /// The answer, once it is complete.
    var payload: [UInt8] { state.withLock { $0.payload } }
    /// Whether it begins with a prelude.
    var hasPrelude: Bool { state.withLock { $0.contentType == Self.preludeContentType } }
    var listener: Connection? { nil }

    func begin(contentType: String?) {
        state.withLock { $0.contentType = contentType }
    }

    func receive(_ bytes: [UInt8]) throws(ResponseSinkError) {
        let fits = state.withLock { state in
            guard state.payload.count + bytes.count <= limit else { return false }
            if state.payload.isEmpty { state.payload = bytes } else { state.payload += bytes }
            return true
        }
        guard fits else { throw .tooLarge }
    }

    func flush() {}

    func finish(failure: FunctionError?) {}
}
