import AWSServices
import AWSSigning
import Accounts
import Cryptography
import Gateway
import HTTP
import HTTPClient
import JSON
import POSIX
import Synchronization
import Telemetry

/// A gateway over doubles: keys in memory, answers and log lines kept.
struct GatewayTestBench {
    let gateway: ModelGateway
    let keys = MemoryKeyStore()
    let log = LogRecorder()

    init(configuration text: String, environment: Environment = [:]) {
        let client = HTTPClient()
        let secrets = SecretsManager(
            region: "us-east-1",
            environment: environment,
            credentials: DefaultCredentialChain(environment: environment, httpClient: client),
            httpClient: client
        )
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
                httpClient: client,
                log: log.logger,
                environmentName: "test"
            )
        )
    }

    /// Sends one request as the authorizer would hand it on.
    func send(
        _ method: Method,
        _ path: String,
        body: String = "",
        query: String = "",
        identity: Identity? = .administrator
    ) async -> AnswerRecorder {
        let recorder = AnswerRecorder()
        let request = Request(
            method: method,
            path: path,
            query: QueryItems(parsing: query),
            headers: [:],
            body: Array(body.utf8)
        )
        let context = RequestContext(
            requestID: "r-1",
            deadline: MonotonicClock.nanoseconds() + 5_000_000_000,
            authorizer: identity?.authorizerContext ?? [:]
        )
        await gateway.respond(to: request, context: context, writer: recorder)
        return recorder
    }
}

/// Takes one answer.
final class AnswerRecorder: ResponseWriter {
    private struct State {
        var head: ResponseHead?
        var writes: [[UInt8]] = []
        var isFinished = false
        var failsAfterWrites = Int.max
    }

    private let state = Mutex(State())

    var head: ResponseHead? { state.withLock { $0.head } }
    var status: Int { head?.status.rawValue ?? 0 }
    var writes: [[UInt8]] { state.withLock { $0.writes } }
    var isFinished: Bool { state.withLock { $0.isFinished } }
    var text: String { String(decoding: writes.joined(), as: UTF8.self) }
    var json: JSONValue { (try? JSONValue(parsing: Array(writes.joined()))) ?? .null }

    func begin(_ head: ResponseHead) async throws(ResponseWriterError) {
        try state.withLock { (state) throws(ResponseWriterError) in
            guard state.head == nil else { throw .alreadyAnswered }
            state.head = head
        }
    }

    func write(_ bytes: [UInt8]) async throws(ResponseWriterError) {
        try state.withLock { (state) throws(ResponseWriterError) in
            guard state.head != nil, !state.isFinished else { throw .notBegun }
            state.writes.append(bytes)
        }
    }

    func finish() async throws(ResponseWriterError) {
        state.withLock { $0.isFinished = true }
    }

    func send(_ response: Response) async throws(ResponseWriterError) {
        try await begin(response.head)
        try await write(response.body)
        try await finish()
    }
}

/// Keeps log lines.
final class LogRecorder: Sendable {
    private let recorded = Mutex<[[UInt8]]>([])

    var logger: Logger {
        Logger(level: .info) { line in self.recorded.withLock { $0.append(line) } }
    }

    var lines: [JSONValue] {
        recorded.withLock { lines in lines.compactMap { try? JSONValue(parsing: $0) } }
    }
}

/// Keys in memory, with the store's rules for admission left to what a test sets.
final class MemoryKeyStore: KeyStore {
    private struct State {
        var records: [String: KeyRecord] = [:]
        var outcome: AdmissionOutcome?
        var admitted = 0
        var settled = 0
        var isBroken = false
    }

    private let state = Mutex(State())

    var admissions: Int { state.withLock { $0.admitted } }
    var settlements: Int { state.withLock { $0.settled } }
    func refuse(with refusal: AdmissionRefusal) { state.withLock { $0.outcome = .refused(refusal) } }
    func breakDown() { state.withLock { $0.isBroken = true } }

    func create(_ record: KeyRecord) async throws(KeyStoreError) {
        try check()
        state.withLock { $0.records[record.id] = record }
    }

    func record(id: String) async throws(KeyStoreError) -> KeyRecord? {
        try check()
        return state.withLock { $0.records[id] }
    }

    func delete(id: String) async throws(KeyStoreError) -> KeyRecord? {
        try check()
        return state.withLock { $0.records.removeValue(forKey: id) }
    }

    func admit(keyID: String, at time: Timestamp) async throws(KeyStoreError) -> AdmissionOutcome {
        try check()
        return state.withLock { state in
            state.admitted += 1
            if let outcome = state.outcome { return outcome }
            return state.records[keyID] == nil ? .refused(.unknownKey) : .admitted(Admission(keyID: keyID))
        }
    }

    func settle(_ admission: Admission) async throws(KeyStoreError) {
        state.withLock { $0.settled += 1 }
    }

    private func check() throws(KeyStoreError) {
        if state.withLock({ $0.isBroken }) { throw .missingTable(name: "ai-gateway-test-api-keys") }
    }
}
