import POSIX
import Telemetry

/// Asks for an event, has it handled and answered, and asks for the next, on one thread with one connection.
struct RuntimeLoop<Handler: InvocationHandler> {
    /// The task is cancelled so long before Lambda would kill the sandbox: time for a last word.
    private static var cancellationMargin: UInt64 { 100_000_000 }
    /// So many events in a row without a request id, and there is no point in asking for more.
    private static var maxMalformed: Int { 3 }

    let handler: Handler
    let client: RuntimeClient
    let executor: ThreadExecutor
    let log: Logger
    let gate: ShutdownGate
    /// Which of the process's loops this is, from 0.
    var number = 0

    /// A loop beside this one, for the same handler.
    func another(number: Int, client: RuntimeClient) -> RuntimeLoop {
        RuntimeLoop(
            handler: handler,
            client: client,
            executor: ThreadExecutor(),
            log: log,
            gate: gate,
            number: number
        )
    }

    /// Serves until the Runtime API or the gate ends it; returns the status the process should exit with: 0 when the
    /// process was asked to end, or the Runtime API went away while nothing was asked of this function, else 1.
    func run() -> Int32 {
        var malformed = 0
        while malformed < Self.maxMalformed {
            let next: RuntimeClient.Next
            do throws(RuntimeConnectionError) {
                next = try client.next()
            } catch {
                log.log(.error, error.description)
                return error.isAbsence ? 0 : 1
            }
            do throws(RuntimeConnectionError) {
                switch next {
                case .invocation(let invocation):
                    malformed = 0
                    guard try serve(invocation) else {
                        gate.waitUntilIdle()
                        return 0
                    }
                case .malformed(let requestID?):
                    malformed = 0
                    let response = InvocationResponse(requestID: requestID, client: client, deadline: .max)
                    try conclude(response, requestID, .malformed)
                case .malformed(nil):
                    malformed += 1
                    log.log(.error, "an event came without a usable request id")
                }
            } catch {
                log.log(.error, error.description)
                return 1
            }
        }
        return 1
    }

    /// What became of the handler.
    private enum Outcome: Sendable {
        case returned
        case failed(InvocationError)
        /// It was not called: the process is ending.
        case refused
    }

    /// Has the invocation handled and answered, or refused when the process is ending; false when it is, and there is no
    /// other event to be asked for.
    private func serve(_ invocation: Invocation) throws(RuntimeConnectionError) -> Bool {
        let deadline = invocation.monotonicDeadline - min(Self.cancellationMargin, invocation.monotonicDeadline)
        let response = InvocationResponse(requestID: invocation.requestID, client: client, deadline: deadline)
        let outcome = executor.run(cancelAt: deadline) { [self] in await handle(invocation, response) }
        let failure: InvocationError?
        switch outcome {
        case .returned: failure = nil
        case .failed(let error): failure = error
        case .refused:
            log.log(.warn, "an event came too late: the sandbox is about to end", requestID: invocation.requestID)
            return false
        }
        do throws(RuntimeConnectionError) {
            try conclude(response, invocation.requestID, failure)
        } catch {
            _ = gate.leave()
            throw error
        }
        return gate.leave()
    }

    private func handle(_ invocation: Invocation, _ response: InvocationResponse) async -> Outcome {
        await withUnsafeCurrentTask { task in
            guard let task, gate.enter(RunningTask(task), loop: number) else { return .refused }
            defer { gate.detach(loop: number) }
            do throws(InvocationError) {
                try await handler.handle(invocation, response: response)
                return .returned
            } catch {
                return .failed(error)
            }
        }
    }

    /// Brings the answer to its end: makes one where the handler made none, and takes the Runtime API's word on it.
    private func conclude(
        _ response: InvocationResponse,
        _ requestID: String,
        _ failure: InvocationError?
    ) throws(RuntimeConnectionError) {
        let status: Int
        switch response.close() {
        case .unanswered, .closed:
            return try report(failure ?? .noResponse, requestID)
        case .answered(let message):
            if let failure { log.log(.error, "\(failure.type) after the answer", requestID: requestID) }
            status = try client.status(of: message)
        case .streaming:
            status = try endStream(failure ?? .unfinishedStream)
        case .streamed:
            if let failure { log.log(.error, "\(failure.type) after the answer", requestID: requestID) }
            status = try streamStatus()
        case .peerGone:
            log.log(.error, "the answer's reader is gone", requestID: requestID)
            return client.disconnect()
        }
        if status == 413 {
            log.log(.error, "the answer is larger than Lambda takes", requestID: requestID)
            return try report(.responseTooLarge, requestID, isAnswered: true)
        }
        try check(status, "an answer", requestID)
    }

    /// Posts the error as the invocation's answer. Lambda may have told the caller by itself of an answer it did not take:
    /// then it refuses the error, which is no news.
    private func report(
        _ error: InvocationError,
        _ requestID: String,
        isAnswered: Bool = false
    ) throws(RuntimeConnectionError) {
        let body = error.body
        let message = RuntimeClient.Message(
            head: client.requests.error(error.type, to: requestID, length: body.count),
            body: body
        )
        try client.send(message)
        let status = try client.status(of: message)
        if isAnswered, (400..<500).contains(status) { return }
        try check(status, "an error", requestID)
    }

    private func endStream(_ failure: InvocationError) throws(RuntimeConnectionError) -> Int {
        do throws(RuntimeConnectionError) {
            let deadline = MonotonicClock.nanoseconds() + Self.cancellationMargin
            try client.sendMore(Chunk.last(failedWith: failure), until: deadline)
        } catch {
            client.disconnect()
            return Self.noStatus
        }
        return try streamStatus()
    }

    /// A stream cannot be sent twice, so a connection that ended without an answer to it is no more than a line in the log.
    private func streamStatus() throws(RuntimeConnectionError) -> Int {
        do throws(RuntimeConnectionError) {
            return try client.status()
        } catch {
            guard error.isAbsence else { throw error }
            return Self.noStatus
        }
    }

    private static var noStatus: Int { 0 }

    private func check(_ status: Int, _ what: String, _ requestID: String) throws(RuntimeConnectionError) {
        switch status {
        case 200..<300: return
        case 500...: throw .refused(status: status)
        case Self.noStatus: log.log(.error, "the Runtime API did not confirm \(what)", requestID: requestID)
        case _: log.log(.error, "the Runtime API answered \(what) with status \(status)", requestID: requestID)
        }
    }
}

extension RuntimeConnectionError {
    /// True when the Runtime API is simply not there, as at a sandbox's end.
    fileprivate var isAbsence: Bool {
        switch self {
        case .unreachable, .closed, .broken: true
        case .malformed, .refused: false
        }
    }
}

extension InvocationError {
    fileprivate static let noResponse = InvocationError(
        type: "Runtime.NoResponse",
        message: "The function returned without an answer."
    )
    fileprivate static let unfinishedStream = InvocationError(
        type: "Runtime.UnfinishedStream",
        message: "The function returned before the stream's end."
    )
    fileprivate static let responseTooLarge = InvocationError(
        type: "Runtime.ResponseTooLarge",
        message: "The answer is larger than Lambda takes."
    )
    fileprivate static let malformed = InvocationError(
        type: "Runtime.MalformedInvocation",
        message: "The event came without a usable deadline."
    )
}
