import AWSServices
import Cryptography
import JSON
import TestSupport
import Testing

extension AgainstMoto {
    @Suite("Secrets Manager")
    struct SecretsManagerTests {
        let client: AWSClient
        let secrets: SecretsManager

        init() throws {
            client = try #require(MotoServer.current).client(.secretsManager)
            secrets = SecretsManager(client: client)
        }

        @Test("gives a secret's current text")
        func text() async throws {
            let value = #"{"OPENAI_API_KEY": "sk-\u00e9"}"#
            try await create(["Name": "text", "SecretString": .string(value)])
            #expect(try await secrets.secretValue(id: "text") == Secret(value))
            _ = try await client.call(
                "PutSecretValue",
                JSONValue.object(["SecretId": "text", "SecretString": "second"]).serialized(),
                isIdempotent: false
            )
            #expect(try await secrets.secretValue(id: "text") == "second")
        }

        @Test("refuses binary data in words that help")
        func binary() async throws {
            try await create(["Name": "binary", "SecretBinary": "AAEC"])
            do {
                _ = try await secrets.secretValue(id: "binary")
                Issue.record("binary data was accepted")
            } catch {
                #expect(error.description == "the secret holds binary data: store it as text (SecretString)")
            }
        }

        @Test("says that a secret does not exist")
        func missing() async {
            await #expect(throws: AWSError.resourceNotFound) { try await secrets.secretValue(id: "nobody") }
        }

        func create(_ parameters: JSONObject) async throws {
            _ = try await client.call("CreateSecret", JSONValue.object(parameters).serialized(), isIdempotent: false)
        }
    }

    @Suite("Parameter Store")
    struct ParameterStoreTests {
        let client: AWSClient
        let store: ParameterStore

        init() throws {
            client = try #require(MotoServer.current).client(.systemsManager)
            store = ParameterStore(client: client)
        }

        @Test("gives all parameters below a path, over several pages and levels")
        func pages() async throws {
            for index in 0..<23 {
                try await put("/pages/prod/\(index % 2 == 0 ? "" : "deep/")p\(index)", "value \(index)")
            }
            try await put("/pages/production", "not below the path")
            let parameters = try await store.parameters(underPath: "/pages/prod", decrypting: true)
            #expect(parameters.count == 23)
            let values = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.value.exposed) })
            #expect(values["/pages/prod/p22"] == "value 22")
            #expect(values["/pages/prod/deep/p21"] == "value 21")
        }

        @Test("decrypts secure strings when asked to")
        func secureStrings() async throws {
            try await put("/secure/key", "plain text", type: "SecureString")
            let decrypted = try await store.parameters(underPath: "/secure", decrypting: true)
            #expect(decrypted.map(\.value) == ["plain text"])
            let encrypted = try await store.parameters(underPath: "/secure", decrypting: false)
            #expect(encrypted.map(\.name) == ["/secure/key"])
            #expect(encrypted.map(\.value) != ["plain text"])
        }

        @Test("has nothing below an unknown path")
        func nothing() async throws {
            #expect(try await store.parameters(underPath: "/nowhere", decrypting: true).isEmpty)
        }

        func put(_ name: String, _ value: String, type: String = "String") async throws {
            let parameters: JSONObject = ["Name": .string(name), "Value": .string(value), "Type": .string(type)]
            _ = try await client.call("PutParameter", JSONValue.object(parameters).serialized(), isIdempotent: false)
        }
    }
}
