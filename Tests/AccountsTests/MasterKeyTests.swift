import AWSServices
import Accounts
import Cryptography
import HTTP
import POSIX
import Synchronization
import TestSupport
import Testing

extension AgainstMoto {
    @Suite("The master key in Secrets Manager")
    struct MasterKeyTests {
        private static let first = "sk-the-first-master-key-0001"
        private static let second = "sk-the-second-master-key-002"

        private let server: MotoServer
        private let start = KeyTable.minute
        private let name = "master-key-\(APIKey.generate().id)"
        private let key = APIKey.generate()
        private let store: MemoryKeyStore
        private let unreadable = Recorded()

        /// What the authenticator could not read.
        private final class Recorded: Sendable {
            private let errors = Mutex<[AWSError]>([])

            var all: [AWSError] { errors.withLock { $0 } }

            func append(_ error: AWSError) { errors.withLock { $0.append(error) } }
        }

        init() throws {
            server = try #require(MotoServer.current)
            store = MemoryKeyStore([KeyRecord(key: key, createdAt: start)])
        }

        private func makeAuthenticator() -> Authenticator {
            Authenticator(
                masterKey: MasterKey(environment: ["MASTER_KEY_SECRET_ID": name], secrets: server.secrets),
                keys: store,
                masterKeyUnreadable: { [unreadable] in unreadable.append($0) }
            )
        }

        private func outcome(
            _ authenticator: Authenticator,
            _ text: String,
            after seconds: Int64
        ) async throws -> Authenticator.Outcome {
            try await authenticator.authenticate(
                PresentedCredential(headers: ["authorization": "Bearer \(text)"]),
                at: start.advanced(byMilliseconds: seconds * 1_000)
            )
        }

        @Test("is read once, kept for five minutes, and then read again: a rotated key takes effect")
        func rotation() async throws {
            try await server.createSecret(name, Self.first)
            let authenticator = makeAuthenticator()
            #expect(try await outcome(authenticator, Self.first, after: 0) == .authenticated(.administrator))
            #expect(try await outcome(authenticator, Self.second, after: 0) == .refused(.unknown))
            try await server.replaceSecret(name, with: Self.second)
            // Not asked again: the old value holds.
            #expect(try await outcome(authenticator, Self.first, after: 299) == .authenticated(.administrator))
            #expect(try await outcome(authenticator, Self.second, after: 299) == .refused(.unknown))
            #expect(try await outcome(authenticator, Self.second, after: 300) == .authenticated(.administrator))
            #expect(try await outcome(authenticator, Self.first, after: 300) == .refused(.unknown))
            #expect(unreadable.all.isEmpty)
        }

        @Test("holds while it can't be read any more")
        func lastKnown() async throws {
            try await server.createSecret(name, Self.first)
            let authenticator = makeAuthenticator()
            #expect(try await outcome(authenticator, Self.first, after: 0) == .authenticated(.administrator))
            try await server.deleteSecret(name)
            #expect(try await outcome(authenticator, Self.first, after: 3_600) == .authenticated(.administrator))
            #expect(try await outcome(authenticator, Self.second, after: 3_600) == .refused(.unknown))
            #expect(unreadable.all.isEmpty)
        }

        @Test("is reported when it is missing, while virtual keys go on working")
        func missing() async throws {
            let authenticator = makeAuthenticator()
            let identity = Identity(record: KeyRecord(key: key, createdAt: start))
            #expect(try await outcome(authenticator, key.secret.exposed, after: 0) == .authenticated(identity))
            #expect(try await outcome(authenticator, Self.first, after: 0) == .refused(.unknown))
            #expect(unreadable.all == [.resourceNotFound, .resourceNotFound])
            // A secret that can't be read is asked for again after half a minute, not with every request.
            try await server.createSecret(name, Self.first)
            #expect(try await outcome(authenticator, Self.first, after: 29) == .refused(.unknown))
            #expect(try await outcome(authenticator, Self.first, after: 30) == .authenticated(.administrator))
        }

        @Test("is the environment's when it stands there, whatever the secret says")
        func literal() async throws {
            try await server.createSecret(name, Self.second)
            let masterKey = MasterKey(
                environment: ["GATEWAY_MASTER_KEY": Self.first, "MASTER_KEY_SECRET_ID": name],
                secrets: server.secrets
            )
            #expect(try await masterKey.matches(hash: APIKey.hash(of: Self.first), at: start))
            #expect(try await !masterKey.matches(hash: APIKey.hash(of: Self.second), at: start))
        }

        @Test("makes nobody administrator when neither variable is set")
        func neither() async throws {
            let masterKey = MasterKey(environment: [:], secrets: .nowhere)
            #expect(try await !masterKey.matches(hash: APIKey.hash(of: ""), at: start))
        }
    }

    @Suite("The master key's reads")
    struct MasterKeyReadTests {
        @Test("are one in five minutes, however many credentials are shown")
        func reads() async throws {
            let server = try ScriptedServer { _, _ in
                .response(status: 200, body: #"{"SecretString":"sk-the-first-master-key-0001"}"#)
            }
            let masterKey = MasterKey(
                environment: ["MASTER_KEY_SECRET_ID": "m"],
                secrets: SecretsManager(client: server.client(.secretsManager))
            )
            for second in [Int64(0), 1, 299, 300, 301, 599, 600] {
                _ = try await masterKey.matches(hash: "x", at: KeyTable.time(second: second))
            }
            #expect(server.received.count == 3)
        }
    }
}
