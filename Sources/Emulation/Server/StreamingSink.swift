import HTTP
import POSIX
import Synchronization

/// Sends a function's answer to the client as it comes: the head when the prelude is there, then every byte at once.
final class StreamingSink: ResponseSink {
    /// What Lambda lets a function stream.
    static let maxBytes = 200 << 20

    private enum Phase {
        /// The prelude is not complete.
        case prelude(ResponsePreludeScanner)
        /// The head has gone, or goes with the next bytes.
        case body(ResponseEncoding.Framing)
        /// Nothing more may be sent.
        case closed
    }

    private struct State {
        var phase = Phase.prelude(ResponsePreludeScanner())
        /// What is to be sent next.
        var output: [UInt8] = []
        /// Bytes of the body so far.
        var bodyBytes = 0
        var hasBegun = false
        var keepsAlive = false
    }

    private let client: Client
    private let request: APIRequest
    private let state = Mutex(State())

    init(client: Client, request: APIRequest) {
        self.client = client
        self.request = request
    }

    var listener: Connection? { client.connection }

    /// Whether the client has the whole answer, and its connection can carry another request.
    var keepsAlive: Bool { state.withLock { $0.keepsAlive } }

    /// Keeps the sink from sending anything from now on; returns whether the client got a part of the answer already.
    func close() -> Bool {
        state.withLock { state in
            state.phase = .closed
            return state.hasBegun
        }
    }

    func begin(contentType: String?) {}

    func receive(_ bytes: [UInt8]) throws(ResponseSinkError) {
        let failure = state.withLock { state -> ResponseSinkError? in
            switch state.phase {
            case .prelude(var scanner):
                switch scanner.append(bytes) {
                case .needsMore: state.phase = .prelude(scanner)
                case .malformed: return .malformed
                case .complete(let response, let rest):
                    startBody(response, in: &state)
                    return append(rest, to: &state)
                }
                return nil
            case .body: return append(bytes, to: &state)
            case .closed: return .peerGone
            }
        }
        if let failure { throw failure }
    }

    func flush() throws(ResponseSinkError) {
        let (output, isClosed) = state.withLock { state -> ([UInt8], Bool) in
            if case .closed = state.phase { return ([], true) }
            let output = state.output
            state.output = []
            // From here on a part of the answer may have reached the client.
            if !output.isEmpty { state.hasBegun = true }
            return (output, false)
        }
        guard !isClosed else { throw .peerGone }
        guard !output.isEmpty else { return }
        guard !client.connection.socket.peerHasClosed else { throw .peerGone }
        do throws(SystemError) {
            try client.connection.socket.send(output)
        } catch {
            throw .peerGone
        }
    }

    func finish(failure: FunctionError?) throws(ResponseSinkError) {
        // What the function wrote before it failed still goes out; the end does not, so the client sees it is cut.
        guard failure == nil else { return try flush() }
        let problem = state.withLock { state -> ResponseSinkError? in
            switch state.phase {
            case .prelude: return .malformed
            case .closed: return .peerGone
            case .body(let framing):
                if case .length(let length) = framing, state.bodyBytes < length { return .cutShort }
                if framing == .chunked { state.output += "0\r\n\r\n".utf8 }
                return nil
            }
        }
        if let problem {
            if problem == .cutShort { try flush() }
            throw problem
        }
        try flush()
        state.withLock { state in
            guard case .body(let framing) = state.phase else { return }
            state.keepsAlive = client.keepsAlive(after: framing)
        }
    }

    private func startBody(_ response: IntegrationResponse, in state: inout State) {
        let headers = ResponseHeaders.make(from: response.headers, for: request)
        let length = response.headers["Content-Length"].flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 }
        let (head, framing) = client.begin(status: response.status, headers: headers, length: length)
        state.output = head
        state.phase = .body(framing)
    }

    private func append(_ bytes: [UInt8], to state: inout State) -> ResponseSinkError? {
        guard case .body(let framing) = state.phase, !bytes.isEmpty else { return nil }
        state.bodyBytes += bytes.count
        guard state.bodyBytes <= Self.maxBytes else { return .tooLarge }
        switch framing {
        case .none: break
        case .untilClose: state.output += bytes
        case .length(let length):
            // More than was announced would be taken for the next answer.
            let excess = max(0, state.bodyBytes - length)
            state.output += bytes.dropLast(min(excess, bytes.count))
        case .chunked:
            state.output += "\(String(bytes.count, radix: 16))\r\n".utf8
            state.output += bytes
            state.output += "\r\n".utf8
        }
        return nil
    }
}
