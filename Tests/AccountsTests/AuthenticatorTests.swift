import Accounts
import Cryptography
import HTTP
import POSIX
import TestSupport
import Testing

@Suite("Authentication")
struct AuthenticatorTests {
    private let now = Timestamp(millisecondsSinceEpoch: 1_787_270_400_000)
    private let key = APIKey.generate()

    private func makeAuthenticator(_ store: MemoryKeyStore) -> Authenticator {
        let environment: Environment = ["GATEWAY_MASTER_KEY": "sk-the-master-key-of-this-test"]
        return Authenticator(
            masterKey: MasterKey(environment: environment, secrets: .nowhere),
            keys: store,
            masterKeyUnreadable: { _ in Issue.record("the master key is in the environment") }
        )
    }

    private func authenticate(_ text: String?, _ store: MemoryKeyStore) async throws -> Authenticator.Outcome {
        let headers: HeaderFields = text.map { ["x-api-key": $0] } ?? [:]
        return try await makeAuthenticator(store).authenticate(PresentedCredential(headers: headers), at: now)
    }

    @Test("knows the administrator by the master key, without a look-up")
    func administrator() async throws {
        let store = MemoryKeyStore([])
        #expect(try await authenticate("sk-the-master-key-of-this-test", store) == .authenticated(.administrator))
        #expect(try await authenticate("sk-the-master-key-of-this-tesT", store) == .refused(.unknown))
        #expect(store.lookups.count == 1)
    }

    @Test("knows a virtual key by one look-up of its primary key")
    func virtualKey() async throws {
        let record = KeyRecord(key: key, userID: "u", createdAt: now)
        let store = MemoryKeyStore([record])
        #expect(try await authenticate(key.secret.exposed, store) == .authenticated(Identity(record: record)))
        #expect(store.lookups == [key.id])
    }

    @Test("asks no store for what does not have a key's form")
    func malformed() async throws {
        let store = MemoryKeyStore([])
        for text in [nil, "garbage", "sk-x", "sk-' OR 1=1 --aaaaaaaaaaaaaaaa"] {
            guard case .refused = try await authenticate(text, store) else {
                Issue.record("accepted \(text ?? "nothing")")
                continue
            }
        }
        #expect(store.lookups.isEmpty)
    }

    @Test("refuses keys that are blocked, expired or unknown")
    func refusals() async throws {
        var blocked = KeyRecord(key: key, createdAt: now)
        blocked.isActive = false
        #expect(try await authenticate(key.secret.exposed, MemoryKeyStore([blocked])) == .refused(.inactive))
        let expired = KeyRecord(key: key, createdAt: now, expiresAt: now)
        #expect(try await authenticate(key.secret.exposed, MemoryKeyStore([expired])) == .refused(.expired))
        #expect(try await authenticate(key.secret.exposed, MemoryKeyStore([])) == .refused(.unknown))
    }
}
