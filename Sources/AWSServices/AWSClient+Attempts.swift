import AWSSigning
import HTTP
import HTTPClient
import JSON
import POSIX

extension AWSClient {
    /// What the attempts of a call have in common, and what they have come to.
    struct Call {
        let operation: String
        let url: String
        let body: [UInt8]
        let isIdempotent: Bool
        /// When the call must have ended, on the client's clock.
        let deadline: UInt64?

        /// Attempts that failed and were followed by a pause.
        var failures = 0
        /// What the attempt under way took of the budget.
        var retryCost = 0
        /// What the last attempt was signed with.
        var credentials: Credentials?
        var signedAt = Timestamp(millisecondsSinceEpoch: 0)
        var hasCorrectedTime = false
        var hasReplacedCredentials = false
    }

    /// Signs and sends once, and reads the answer.
    func attempt<Answer: Sendable>(
        _ call: inout Call,
        reading read: ([UInt8]) throws(JSONError) -> Answer
    ) async throws(AttemptFailure) -> Answer {
        let credentials: Credentials
        do throws(CredentialError) {
            credentials = try await provider.credentials()
        } catch {
            throw .final(.credentials(error))
        }
        // Asked only now: fetching credentials may have taken its part of the time.
        guard let timeouts = timeouts(until: call.deadline) else {
            throw .transport(HTTPClientError(.timedOut(.total), nothingSent: true))
        }
        call.credentials = credentials
        call.signedAt = clockOffset.serviceTime(at: now())
        var request = request(call, timeouts: timeouts)
        signer.sign(&request, credentials: credentials, at: call.signedAt)
        let response: Response
        do throws(HTTPClientError) {
            response = try await httpClient.send(request)
        } catch {
            throw .transport(error)
        }
        if let checksum = response.headers["x-amz-crc32"], UInt32(checksum) != CRC32.checksum(response.body) {
            throw .checksumMismatch
        }
        guard response.status == .ok else { throw .refused(response) }
        do throws(JSONError) {
            return try read(response.body)
        } catch {
            throw .unreadable(response)
        }
    }

    /// Does what another attempt needs, and returns when it may begin; throws the failure when there is to be none.
    func prepareRetry(_ call: inout Call, after failure: AttemptFailure) async throws(AWSError) {
        guard failure.allowsRetry(isIdempotent: call.isIdempotent) else { throw failure.error }
        switch failure.remedy {
        case .none:
            throw failure.error
        case .pause(let isThrottled):
            call.failures += 1
            let delay = retry.delay(afterAttempts: call.failures, isThrottled: isThrottled)
            guard call.failures < retry.maxAttempts, call.deadline.map({ time(after: delay) < $0 }) ?? true,
                budget.withdraw(failure.retryCost)
            else { throw failure.error }
            call.retryCost = failure.retryCost
            try await pause(delay)
        case .serviceTime(let time):
            guard !call.hasCorrectedTime, clockOffset.correct(to: time, signedAt: call.signedAt, at: now()) else {
                throw failure.error
            }
            call.hasCorrectedTime = true
        case .otherCredentials:
            guard !call.hasReplacedCredentials, let refused = call.credentials,
                let others = try? await provider.credentials(replacing: refused), others != refused
            else { throw failure.error }
            call.hasReplacedCredentials = true
        }
    }

    /// Waits before another attempt. Throws `transport` with `cancelled` when the task is cancelled meanwhile.
    func pause(_ duration: Duration) async throws(AWSError) {
        do {
            try await retry.pause(duration)
        } catch {
            throw .transport(HTTPClientError(.cancelled, nothingSent: true))
        }
    }

    /// The time on the clock that is `duration` from now.
    func time(after duration: Duration) -> UInt64 {
        let (time, overflow) = clock().addingReportingOverflow(duration.nanoseconds)
        return overflow ? .max : time
    }

    private func request(_ call: Call, timeouts: Timeouts) -> OutgoingRequest {
        OutgoingRequest(
            method: .post,
            url: call.url,
            headers: [
                "Content-Type": service.contentType, "X-Amz-Target": "\(service.targetPrefix).\(call.operation)",
            ],
            body: call.body,
            timeouts: timeouts,
            isIdempotent: call.isIdempotent,
            // The checksum is of the body as it is sent: uncompressed, there is no doubt of which bytes.
            acceptsCompression: false
        )
    }

    /// The timeouts of an attempt that starts now: none is longer than what is left of the call. Nil when nothing is.
    private func timeouts(until deadline: UInt64?) -> Timeouts? {
        guard let deadline else { return timeouts }
        let now = clock()
        guard now < deadline else { return nil }
        let left = Duration.nanoseconds(Int64(min(deadline - now, UInt64(Int64.max))))
        return Timeouts(connect: min(timeouts.connect, left), idle: min(timeouts.idle, left), total: left)
    }
}
