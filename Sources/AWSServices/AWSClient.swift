package import AWSSigning
import HTTP
package import HTTPClient
package import POSIX

/// Calls the operations of one AWS JSON service: signs, sends, checks, and tries again what may be tried again.
///
/// What may be tried again is decided per call. A call that is idempotent is after anything transient. Any other is
/// only when it has certainly not run: nothing of it was sent, or the service refused it before doing anything
/// (throttling, 429, 503, 509). The whole call, pauses included, ends within `timeouts.total`.
package struct AWSClient: Sendable {
    /// Connect within 1 s; no longer than 2 s without a byte, so that a dead connection leaves time for another
    /// attempt; 5 s in total.
    package static let defaultTimeouts = Timeouts(connect: .seconds(1), idle: .seconds(2), total: .seconds(5))

    /// The service that is called.
    package let service: AWSService
    /// Its pauses serve other loops of a service's calls too.
    let retry: RetryPolicy

    private let endpoint: Result<AWSEndpoint, AWSError>
    private let signer: Signer
    private let provider: any CredentialProvider
    private let httpClient: HTTPClient
    private let timeouts: Timeouts
    private let now: @Sendable () -> Timestamp
    private let clock: @Sendable () -> UInt64

    /// A client of `service` in `region`. Opens nothing. A wrong endpoint or region is reported by the first call.
    ///
    /// - Parameters:
    ///   - environment: read for the endpoint only.
    ///   - timeouts: `total` bounds a call with all its attempts; nil leaves the attempts to bound it.
    ///   - now: the time requests are signed with.
    ///   - clock: nanoseconds, for the call's deadline.
    package init(
        service: AWSService,
        region: String,
        environment: Environment,
        credentials: some CredentialProvider,
        httpClient: HTTPClient,
        timeouts: Timeouts = Self.defaultTimeouts,
        retry: RetryPolicy = RetryPolicy(),
        now: @escaping @Sendable () -> Timestamp = Timestamp.now,
        clock: @escaping @Sendable () -> UInt64 = MonotonicClock.nanoseconds
    ) {
        self.service = service
        self.retry = retry
        provider = credentials
        self.httpClient = httpClient
        self.timeouts = timeouts
        self.now = now
        self.clock = clock
        signer = Signer(service: service.signingName, region: region)
        do throws(AWSError) {
            endpoint = .success(
                try AWSEndpoint(
                    endpointPrefix: service.endpointPrefix,
                    variableSuffix: service.endpointVariableSuffix,
                    region: region,
                    environment: environment
                )
            )
        } catch {
            endpoint = .failure(error)
        }
    }

    /// Calls an operation and returns the body of its answer.
    ///
    /// - Parameter isIdempotent: whether doing it twice is as good as once.
    package func call(_ operation: String, _ body: [UInt8], isIdempotent: Bool) async throws(AWSError) -> [UInt8] {
        let call = Call(
            operation: operation,
            url: try endpoint.get().url + "/",
            body: body,
            isIdempotent: isIdempotent,
            deadline: timeouts.total.map(time(after:))
        )
        var attempts = 0
        while true {
            let failure: AttemptFailure
            do throws(AttemptFailure) {
                return try await attempt(call)
            } catch {
                failure = error
            }
            attempts += 1
            let delay = retry.delay(afterAttempts: attempts)
            guard failure.allowsRetry(isIdempotent: isIdempotent), attempts < retry.maxAttempts,
                call.deadline.map({ time(after: delay) < $0 }) ?? true
            else { throw failure.error }
            try await pause(delay)
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

    private func attempt(_ call: Call) async throws(AttemptFailure) -> [UInt8] {
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
        var request = request(call, timeouts: timeouts)
        signer.sign(&request, credentials: credentials, at: now())
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
        return response.body
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

    /// The time on the clock that is `duration` from now.
    private func time(after duration: Duration) -> UInt64 {
        let (time, overflow) = clock().addingReportingOverflow(duration.nanoseconds)
        return overflow ? .max : time
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

extension AWSClient {
    /// What all attempts of a call have in common.
    private struct Call {
        let operation: String
        let url: String
        let body: [UInt8]
        let isIdempotent: Bool
        /// When the call must have ended, on the client's clock.
        let deadline: UInt64?
    }
}

extension Duration {
    /// Whole nanoseconds; 0 for a negative duration, `UInt64.max` for more than it holds.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (whole, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : whole &+ UInt64(attoseconds / 1_000_000_000)
    }
}
