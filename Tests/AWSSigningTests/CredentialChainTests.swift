import AWSSigning
import Cryptography
import HTTPClient
import POSIX
import TestSupport
import Testing

@Suite("The credential chain")
struct CredentialChainTests {
    static let environment: Environment = [
        "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token",
    ]

    func credentials(_ environment: Environment) async throws(CredentialError) -> Credentials {
        try await DefaultCredentialChain(environment: environment, httpClient: HTTPClient()).credentials()
    }

    @Test("takes the environment's credentials first, and they never expire")
    func takesTheEnvironment() async throws {
        var environment = Self.environment
        environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1/"
        let credentials = try await credentials(environment)
        #expect(credentials.accessKeyID == "AKID")
        #expect(credentials.secretAccessKey == "secret")
        #expect(credentials.sessionToken == "token")
        #expect(credentials.expiration == nil)
    }

    @Test("takes empty variables for unset")
    func ignoresEmptyVariables() async throws {
        let environment: Environment = [
            "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "",
        ]
        #expect(try await credentials(environment).sessionToken == nil)
        await #expect(throws: CredentialError.notConfigured) {
            try await self.credentials(["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""])
        }
    }

    @Test("refuses half a key instead of looking further")
    func refusesHalfAKey() async throws {
        let file = try TemporaryFile("[default]\naws_access_key_id = A\naws_secret_access_key = s\n")
        await #expect(throws: CredentialError.incomplete(missing: "AWS_SECRET_ACCESS_KEY")) {
            try await self.credentials(["AWS_ACCESS_KEY_ID": "AKID", "AWS_SHARED_CREDENTIALS_FILE": file.path])
        }
        await #expect(throws: CredentialError.incomplete(missing: "AWS_ACCESS_KEY_ID")) {
            try await self.credentials(["AWS_SECRET_ACCESS_KEY": "s", "AWS_SHARED_CREDENTIALS_FILE": file.path])
        }
    }

    @Test("asks the container endpoint next, and its failure is the chain's")
    func asksTheContainerNext() async throws {
        let file = try TemporaryFile("[default]\naws_access_key_id = A\naws_secret_access_key = s\n")
        await #expect(throws: CredentialError.refusedEndpoint) {
            try await self.credentials([
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://10.0.0.1/",
                "AWS_SHARED_CREDENTIALS_FILE": file.path,
            ])
        }
    }

    @Test("reads the profile file last, and says so when there is nothing at all")
    func readsTheFileLast() async throws {
        let file = try TemporaryFile("[default]\naws_access_key_id = A\naws_secret_access_key = s\n")
        #expect(try await credentials(["AWS_SHARED_CREDENTIALS_FILE": file.path]).accessKeyID == "A")
        await #expect(throws: CredentialError.notConfigured) { try await self.credentials([:]) }
    }

    @Test("asks other sources in their order")
    func takesAnySources() async throws {
        let first = ScriptedSource()
        await first.answer(.failure(.notConfigured))
        let chain = DefaultCredentialChain([
            first, StaticCredentialProvider(Credentials(accessKeyID: "B", secretAccessKey: "s")),
        ])
        #expect(try await chain.credentials().accessKeyID == "B")
        await first.answer(.failure(.malformedResponse))
        await #expect(throws: CredentialError.malformedResponse) { try await chain.credentials() }
    }
}
