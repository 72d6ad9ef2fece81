import AWSServices
import AWSSigning
import Accounts
import Cryptography
import HTTP
import HTTPClient
import POSIX
import Synchronization
import Testing

/// A key store that knows some records and notes what it was asked.
final class RecordedKeyStore: KeyStore {
    private let records: [String: KeyRecord]
    private let asked = Mutex<[String]>([])

    init(_ records: [KeyRecord]) {
        self.records = Dictionary(records.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    }

    var lookups: [String] { asked.withLock { $0 } }

    func record(id: String) async throws(KeyStoreError) -> KeyRecord? {
        asked.withLock { $0.append(id) }
        return records[id]
    }

    func create(_ record: KeyRecord) async throws(KeyStoreError) {}
    func delete(id: String) async throws(KeyStoreError) -> KeyRecord? { nil }
    func settle(_ admission: Admission) async throws(KeyStoreError) {}
    func admit(keyID: String, at time: Timestamp) async throws(KeyStoreError) -> AdmissionOutcome {
        .refused(.unknownKey)
    }
}

@Suite("Authentication")
struct AuthenticatorTests {
    private let now = Timestamp(millisecondsSinceEpoch: 1_787_270_400_000)
    private let key = APIKey.generate()

    private func makeAuthenticator(_ store: RecordedKeyStore) -> Authenticator {
        let environment: Environment = ["GATEWAY_MASTER_KEY": "sk-the-master-key-of-this-test"]
        let client = HTTPClient()
        let secrets = SecretsManager(
            region: "us-east-1",
            environment: environment,
            credentials: DefaultCredentialChain(environment: environment, httpClient: client),
            httpClient: client
        )
        return Authenticator(
            masterKey: MasterKey(environment: environment, secrets: secrets),
            keys: store,
            masterKeyUnreadable: { _ in Issue.record("the master key is in the environment") }
        )
    }

    private func authenticate(_ text: String?, _ store: RecordedKeyStore) async throws -> Authenticator.Outcome {
        let headers: HeaderFields = text.map { ["x-api-key": $0] } ?? [:]
        return try await makeAuthenticator(store).authenticate(PresentedCredential(headers: headers), at: now)
    }

    @Test("knows the administrator by the master key, without a look-up")
    func administrator() async throws {
        let store = RecordedKeyStore([])
        #expect(try await authenticate("sk-the-master-key-of-this-test", store) == .authenticated(.administrator))
        #expect(try await authenticate("sk-the-master-key-of-this-tesT", store) == .refused(.unknown))
        #expect(store.lookups.count == 1)
    }

    @Test("knows a virtual key by one look-up of its primary key")
    func virtualKey() async throws {
        let record = KeyRecord(key: key, userID: "u", createdAt: now)
        let store = RecordedKeyStore([record])
        #expect(try await authenticate(key.secret.exposed, store) == .authenticated(Identity(record: record)))
        #expect(store.lookups == [key.id])
    }

    @Test("asks no store for what does not have a key's form")
    func malformed() async throws {
        let store = RecordedKeyStore([])
        for text in [nil, "garbage", "sk-x", "sk-' OR 1=1 --aaaaaaaaaaaaaaaa"] {
            guard case .refused = try await authenticate(text, store) else {
                Issue.record("accepted \(text ?? "nothing")")
                continue
            }
        }
        #expect(store.lookups.isEmpty)
    }

    @Test("refuses blocked and expired keys, and a record whose hash is another's")
    func refusals() async throws {
        var blocked = KeyRecord(key: key, createdAt: now)
        blocked.isActive = false
        #expect(try await authenticate(key.secret.exposed, RecordedKeyStore([blocked])) == .refused(.inactive))
        let expired = KeyRecord(key: key, createdAt: now, expiresAt: now)
        #expect(try await authenticate(key.secret.exposed, RecordedKeyStore([expired])) == .refused(.expired))
        #expect(try await authenticate(key.secret.exposed, RecordedKeyStore([])) == .refused(.unknown))
    }
}
