import AWSServices
import AWSSigning
import Cryptography
import HTTPClient
import POSIX
import Synchronization

/// A client of a scripted server whose pauses take no time but move its clock.
struct ScriptedClient {
    private struct Past: Sendable {
        var nanoseconds: UInt64 = 1_000_000_000
        var pauses: [Duration] = []
    }

    private final class Clock: Sendable {
        let past = Mutex(Past())
    }

    private let clock = Clock()
    let client: AWSClient

    init(
        url: String,
        service: AWSService = .dynamoDB,
        credentials: some CredentialProvider = StaticCredentialProvider(
            Credentials(accessKeyID: "AKID", secretAccessKey: "secret", sessionToken: "token")
        ),
        total: Duration = .seconds(5),
        baseDelay: Duration = .milliseconds(50),
        maxDelay: Duration = .seconds(5),
        maxAttempts: Int = 4,
        budget: RetryBudget = RetryBudget(),
        pause: @escaping @Sendable (Duration) async throws -> Void = { _ in }
    ) {
        let clock = clock
        client = AWSClient(
            service: service,
            region: "eu-west-1",
            environment: ["AWS_ENDPOINT_URL": url],
            credentials: credentials,
            httpClient: HTTPClient(),
            timeouts: Timeouts(connect: .seconds(5), idle: .seconds(5), total: total),
            retry: RetryPolicy(maxAttempts: maxAttempts, baseDelay: baseDelay, maxDelay: maxDelay, random: { 0.5 }) {
                duration in
                clock.past.withLock { past in
                    past.pauses.append(duration)
                    past.nanoseconds += UInt64(duration / .nanoseconds(1))
                }
                try await pause(duration)
            },
            budget: budget,
            now: { Timestamp(millisecondsSinceEpoch: 1_440_938_160_000) },
            clock: { clock.past.withLock { $0.nanoseconds } }
        )
    }

    /// What a request is signed with, unless the service's clock says otherwise.
    static let time = "20150830T123600Z"

    var pauses: [Duration] { clock.past.withLock { $0.pauses } }

    func call(isIdempotent: Bool = true) async throws(AWSError) -> String {
        String(decoding: try await client.call("GetItem", Array("{}".utf8), isIdempotent: isIdempotent), as: UTF8.self)
    }
}
