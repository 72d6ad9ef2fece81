package import AWSSigning
package import HTTPClient
import JSON
package import POSIX

/// Calls the operations of one AWS JSON service: signs, sends, checks, and tries again what may be tried again.
///
/// - What may be tried again is decided per call. A call that is idempotent is after anything transient. Any other is
///   only when it has certainly not run: nothing of it was sent, or the service itself said that it did nothing
///   (throttling, 429, 509, a code that says so).
/// - The whole call, pauses included, ends within `timeouts.total`, and at once when the task is cancelled; fetching
///   credentials has limits of its own.
/// - How many attempts there are beyond the first is bounded by a budget for all calls, so that a service in trouble
///   does not get four times the calls.
/// - A signature that is refused for its time, and credentials that are refused, are put right once in a call.
package struct AWSClient: Sendable {
    /// Connect within 1 s; no longer than 2 s without a byte, so that a dead connection leaves time for another
    /// attempt; 5 s in total.
    package static let defaultTimeouts = Timeouts(connect: .seconds(1), idle: .seconds(2), total: .seconds(5))

    /// The service that is called.
    package let service: AWSService
    /// Its pauses serve other loops of a service's calls too.
    let retry: RetryPolicy

    let endpoint: Result<AWSEndpoint, AWSError>
    let signer: Signer
    let provider: any CredentialProvider
    let httpClient: HTTPClient
    let timeouts: Timeouts
    let now: @Sendable () -> Timestamp
    let clock: @Sendable () -> UInt64
    let budget: RetryBudget
    let clockOffset = ClockOffset()

    /// A client of `service` in `region`. Opens nothing. A wrong endpoint or region is reported by the first call.
    ///
    /// - Parameters:
    ///   - environment: read for the endpoint only.
    ///   - timeouts: `total` bounds a call with all its attempts; nil leaves the attempts to bound it.
    ///   - budget: shared by every copy of this client.
    ///   - now: the time requests are signed with, put right by what the service says.
    ///   - clock: nanoseconds, for the call's deadline.
    package init(
        service: AWSService,
        region: String,
        environment: Environment,
        credentials: some CredentialProvider,
        httpClient: HTTPClient,
        timeouts: Timeouts = Self.defaultTimeouts,
        retry: RetryPolicy = RetryPolicy(),
        budget: RetryBudget = RetryBudget(),
        now: @escaping @Sendable () -> Timestamp = Timestamp.now,
        clock: @escaping @Sendable () -> UInt64 = MonotonicClock.nanoseconds
    ) {
        self.service = service
        self.retry = retry
        provider = credentials
        self.httpClient = httpClient
        self.timeouts = timeouts
        self.budget = budget
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
        try await call(operation, body, isIdempotent: isIdempotent) { (body) throws(JSONError) in body }
    }

    /// Calls an operation and returns what `read` makes of its answer's body. An answer that cannot be read is a failure
    /// like a connection's: it is tried again where that is allowed.
    ///
    /// - Parameter isIdempotent: whether doing it twice is as good as once.
    func call<Answer: Sendable>(
        _ operation: String,
        _ body: [UInt8],
        isIdempotent: Bool,
        reading read: ([UInt8]) throws(JSONError) -> Answer
    ) async throws(AWSError) -> Answer {
        var call = Call(
            operation: operation,
            url: try endpoint.get().url + "/",
            body: body,
            isIdempotent: isIdempotent,
            deadline: timeouts.total.map(time(after:))
        )
        while true {
            let failure: AttemptFailure
            do throws(AttemptFailure) {
                let answer = try await attempt(&call, reading: read)
                budget.succeeded(at: call.retryCost)
                return answer
            } catch {
                failure = error
            }
            try await prepareRetry(&call, after: failure)
        }
    }
}
