import Synchronization

/// Carries a body from the driver's thread to the task that reads it, through a buffer of limited size.
final class BodyChannel: Sendable {
    typealias Element = Result<[UInt8]?, HTTPClientError>
    typealias Waiter = UnsafeContinuation<Element, Never>

    /// What became of bytes the driver offered.
    enum Acceptance {
        case accepted
        /// Accepted, and the reader waits for them: `wake` is due.
        case awaited
        /// Not accepted: offer them again after `TransferControl.resume`.
        case refused
        /// Not accepted: the reader is done, and this is more than is worth waiting for.
        case unwanted
    }

    private struct State {
        var pending: [UInt8] = []
        /// What comes after the pending bytes, once that is known: the end or an error.
        var end: Element?
        var waiter: Waiter?
        /// The driver had bytes refused, and waits to hear that there is room.
        var isPaused = false
        /// Bytes that may still come though the reader is done; nil while it reads.
        var drainable: Int?
        var iterations = 0
        var wasIterated = false

        /// All the bytes that are there, else the end; nil when there is neither yet.
        mutating func takeElement() -> Element? {
            guard drainable == nil else { return .success(nil) }
            guard !pending.isEmpty else { return end }
            defer { pending = [] }
            return .success(pending)
        }

        /// The waiter, and what to resume it with, when there is both.
        mutating func takeResumption() -> (Waiter, Element)? {
            guard let waiter, let element = takeElement() else { return nil }
            self.waiter = nil
            return (waiter, element)
        }

        /// Whether the driver is to be told that there is room again.
        mutating func takePause() -> Bool {
            defer { isPaused = false }
            return isPaused
        }
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let control: any TransferControl

    /// `capacity`: bytes from which on no more are accepted. An offer is accepted as a whole, so the last may pass it.
    init(capacity: Int, control: any TransferControl) {
        self.capacity = capacity
        self.control = control
    }

    // MARK: The driver's side

    /// Takes the body's next bytes unless the buffer is full. The reader is not woken, so that it finds all that came
    /// in one go: `wake` does that.
    func offer(_ bytes: UnsafeBufferPointer<UInt8>) -> Acceptance {
        state.withLock { state in
            if let drainable = state.drainable {
                state.drainable = drainable - bytes.count
                return drainable >= bytes.count ? .accepted : .unwanted
            }
            guard state.pending.count < capacity else {
                state.isPaused = true
                return .refused
            }
            state.pending.append(contentsOf: bytes)
            return state.waiter == nil ? .accepted : .awaited
        }
    }

    /// Resumes the reader with what is there.
    func wake() {
        let (resumption, isToResume) = state.withLock { state -> ((Waiter, Element)?, Bool) in
            let resumption = state.takeResumption()
            return (resumption, resumption == nil ? false : state.takePause())
        }
        if let (waiter, element) = resumption { waiter.resume(returning: element) }
        if isToResume { control.resume() }
    }

    /// Says that no more bytes come: nil for the regular end. Only the first word counts.
    func finish(_ error: HTTPClientError?) {
        state.withLock { state in
            if state.end == nil { state.end = error.map { .failure($0) } ?? .success(nil) }
        }
        wake()
    }

    // MARK: The reader's side

    /// The next bytes, all that are there; nil at the end.
    func next() async throws(HTTPClientError) -> [UInt8]? {
        if Task.isCancelled { abandon() }
        if let element = takeElement(orWait: nil) { return try element.get() }
        let element = await withTaskCancellationHandler {
            await withUnsafeContinuation { (waiter: Waiter) in
                if let element = takeElement(orWait: waiter) { waiter.resume(returning: element) }
            }
        } onCancel: {
            abandon()
        }
        return try element.get()
    }

    /// What is there; else nil, with the waiter in place.
    private func takeElement(orWait waiter: Waiter?) -> Element? {
        let (element, isToResume) = state.withLock { state -> (Element?, Bool) in
            if let element = state.takeElement() { return (element, state.takePause()) }
            guard let waiter else { return (nil, false) }
            guard state.waiter == nil else {
                // Two tasks read one body: there is no telling which bytes are for whom.
                return (.failure(HTTPClientError(.invalidRequest, nothingSent: false)), false)
            }
            state.waiter = waiter
            return (nil, false)
        }
        if isToResume { control.resume() }
        return element
    }

    /// Bytes after the last the reader wanted: some chunks of padding and trailers, not another answer.
    private static let drainLimit = 64 << 10

    /// Takes the reader for done, and lets the body come to its end without it, within bounds of bytes and time.
    func finishReading() {
        let (waiter, wasOpen) = state.withLock { state -> (Waiter?, Bool) in
            let wasOpen = state.end == nil && state.drainable == nil
            if wasOpen { state.drainable = Self.drainLimit }
            state.pending = []
            state.isPaused = false
            return (wasOpen ? state.waiter.take() : nil, wasOpen)
        }
        waiter?.resume(returning: .success(nil))
        if wasOpen { control.drain() }
    }

    /// Ends the transfer because nobody reads on; what has not been read is lost.
    func abandon() {
        let (resumption, wasOpen) = state.withLock { state -> ((Waiter, Element)?, Bool) in
            let wasOpen = state.end == nil && state.drainable == nil
            if wasOpen || !state.pending.isEmpty {
                state.pending = []
                state.end = .failure(HTTPClientError(.cancelled, nothingSent: false))
            }
            return (state.takeResumption(), wasOpen)
        }
        if let (waiter, element) = resumption { waiter.resume(returning: element) }
        if wasOpen { control.cancel() }
    }

    // MARK: Who holds the body

    func addIteration() {
        state.withLock { state in
            state.iterations += 1
            state.wasIterated = true
        }
    }

    func removeIteration() {
        let wasLast = state.withLock { state in
            state.iterations -= 1
            return state.iterations == 0
        }
        if wasLast { abandon() }
    }

    func dropSequence() {
        if !state.withLock({ $0.wasIterated }) { abandon() }
    }
}

/// What a reader can ask of the transfer behind a body, from any thread.
protocol TransferControl: Sendable {
    /// There is room again for bytes that were refused.
    func resume()
    /// The reader is done: the end is wanted for the connection's sake alone.
    func drain()
    /// Nobody reads any more.
    func cancel()
}
