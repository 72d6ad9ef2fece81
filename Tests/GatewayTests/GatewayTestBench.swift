import AWSServices
import Accounts
import Gateway
import HTTP
import HTTPClient
import POSIX
import TestSupport

/// A gateway over doubles: keys in memory, answers and log lines kept.
struct GatewayTestBench {
    let gateway: ModelGateway
    let keys = MemoryKeyStore()
    let log = LineRecorder()

    init(configuration text: String, environment: Environment = [:], secrets: SecretsManager = .nowhere) {
        let configuration: ConfigurationState
        do {
            configuration = .loaded(
                try ConfigurationReader.read(
                    Array(text.utf8),
                    file: "t.yaml",
                    environment: environment,
                    providers: .standard
                ).configuration
            )
        } catch {
            configuration = .refused(error)
        }
        gateway = ModelGateway(
            ModelGateway.Dependencies(
                configuration: configuration,
                credentials: ProviderCredentials(environment: environment, secrets: secrets),
                keys: keys,
                tiers: TierLimits(environment: ["RATE_LIMIT_FREE_TIER_RPM": "10"]),
                httpClient: HTTPClient(),
                log: log.makeLogger(),
                environmentName: "test"
            )
        )
    }

    /// Sends one request as the authorizer would hand it on.
    @discardableResult
    func send(
        _ method: Method,
        _ path: String,
        headers: HeaderFields = [:],
        body: String = "",
        query: String = "",
        identity: Identity? = .administrator,
        to recorder: AnswerRecorder = AnswerRecorder()
    ) async -> AnswerRecorder {
        let request = Request(
            method: method,
            path: path,
            query: QueryItems(parsing: query),
            headers: headers,
            body: Array(body.utf8)
        )
        let context = RequestContext(
            requestID: "r-1",
            deadline: MonotonicClock.nanoseconds() + 120_000_000_000,
            authorizer: identity?.authorizerContext ?? [:]
        )
        await gateway.respond(to: request, context: context, writer: recorder)
        return recorder
    }
}
