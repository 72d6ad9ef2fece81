import AWSServices
import Accounts
import Cryptography
import Gateway
import HTTP
import JSON
import POSIX
import TestSupport
import Testing

extension AgainstMoto {
    @Suite("A provider's credential")
    struct ProviderCredentialsTests {
        private let server: MotoServer
        private let secret = "provider-keys-\(APIKey.generate().id)"
        private let start = Timestamp(millisecondsSinceEpoch: 1_787_270_400_000)

        init() throws { server = try #require(MotoServer.current) }

        private func resolve(
            _ name: String,
            _ credentials: ProviderCredentials,
            after seconds: Int64 = 0
        ) async throws -> String {
            let time = start.advanced(byMilliseconds: seconds * 1_000)
            return try await credentials.resolve(SecretReference("os.environ/\(name)"), at: time).exposed
        }

        private func makeCredentials(_ environment: Environment = [:]) -> ProviderCredentials {
            var environment = environment
            environment["PROVIDER_SECRETS_ID"] = secret
            return ProviderCredentials(environment: environment, secrets: server.secrets)
        }

        /// A gateway whose deployment's key is `UPSTREAM_KEY`.
        private func makeBench(_ provider: ScriptedServer) -> GatewayTestBench {
            GatewayTestBench(
                providers: provider,
                key: "os.environ/UPSTREAM_KEY",
                environment: ["PROVIDER_SECRETS_ID": secret],
                secrets: server.secrets
            )
        }

        @Test("comes from the secret and reaches the provider, and nobody else")
        func reachesProvider() async throws {
            try await server.createSecret(secret, #"{"OTHER": "x", "UPSTREAM_KEY": "sk-kept-in-the-secret"}"#)
            let provider = try ScriptedServer.answering()
            let bench = makeBench(provider)
            let answer = await bench.complete()
            #expect(answer.status == 200)
            #expect(provider.received.first?.headers["authorization"] == "Bearer sk-kept-in-the-secret")
            #expect(!bench.log.text.contains("kept-in-the-secret"))
        }

        @Test("is the environment's where both have it")
        func environmentFirst() async throws {
            try await server.createSecret(secret, #"{"K": "from the secret"}"#)
            #expect(try await resolve("K", makeCredentials(["K": "from the environment"])) == "from the environment")
            #expect(try await resolve("K", makeCredentials()) == "from the secret")
        }

        @Test("is kept for five minutes, read again after them, and holds while the secret can't be read")
        func rotation() async throws {
            try await server.createSecret(secret, #"{"K": "first"}"#)
            let credentials = makeCredentials()
            #expect(try await resolve("K", credentials) == "first")
            try await server.replaceSecret(secret, with: #"{"K": "second", "L": "new"}"#)
            #expect(try await resolve("K", credentials, after: 299) == "first")
            #expect(try await resolve("K", credentials, after: 300) == "second")
            #expect(try await resolve("L", credentials, after: 300) == "new")
            try await server.deleteSecret(secret)
            #expect(try await resolve("K", credentials, after: 900) == "second")
        }

        @Test(
            "is missed by its name where the secret has no such text",
            arguments: ["{}", "not JSON", "[]", #"{"K": 7}"#, #"{"K": ""}"#, #"{"K": "a", "K": "b"}"#]
        )
        func notSet(text: String) async throws {
            try await server.createSecret(secret, text)
            do {
                _ = try await resolve("K", makeCredentials())
                Issue.record("found a credential")
            } catch let problem as ProviderCredentials.Problem {
                #expect(
                    problem.description
                        == "K is not set: set the environment variable, or add it to the provider-keys secret"
                )
            }
        }

        @Test("is told to be missing by name when there is no secret")
        func missingSecret() async throws {
            let provider = try ScriptedServer.answering()
            let bench = makeBench(provider)
            let answer = await bench.complete()
            #expect(answer.status == 503)
            #expect(answer.json["error"]?["code"]?.string == "provider_credential_missing")
            #expect(answer.json["error"]?["message"]?.string?.contains("UPSTREAM_KEY") == true)
            #expect(!answer.text.contains(secret))
            #expect(provider.received.isEmpty)
        }
    }
}
