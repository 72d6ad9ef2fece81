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
        // This machine may be an instance with a role.
        let environment = environment.merging(["AWS_EC2_METADATA_DISABLED": "true"])
        return try await DefaultCredentialChain(environment: environment, httpClient: HTTPClient()).credentials()
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

    @Test("asks for a role in exchange for a token next, and its failure is the chain's")
    func asksForARoleNext() async throws {
        await #expect(throws: CredentialError.incomplete(missing: "AWS_ROLE_ARN")) {
            try await self.credentials([
                "AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1/",
            ])
        }
    }

    @Test("asks the container endpoint next, and its failure is the chain's")
    func asksTheContainerNext() async throws {
        let file = try TemporaryFile("[default]\naws_access_key_id = A\naws_secret_access_key = s\n")
        await #expect(throws: CredentialError.refusedEndpoint(variable: "AWS_CONTAINER_CREDENTIALS_FULL_URI")) {
            try await self.credentials([
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://10.0.0.1/",
                "AWS_SHARED_CREDENTIALS_FILE": file.path,
            ])
        }
    }

    @Test("reads the profile file next, and says so when there is nothing at all")
    func readsTheFileNext() async throws {
        let file = try TemporaryFile("[default]\naws_access_key_id = A\naws_secret_access_key = s\n")
        #expect(try await credentials(["AWS_SHARED_CREDENTIALS_FILE": file.path]).accessKeyID == "A")
        await #expect(throws: CredentialError.notConfigured) { try await self.credentials([:]) }
    }

    @Test("asks the instance last, and never in Lambda")
    func asksTheInstanceLast() async throws {
        let server = try ScriptedServer { request, _ in
            switch request.requestLine {
            case "PUT /latest/api/token HTTP/1.1": .response(status: 200, body: "token")
            case let line where line.hasSuffix("credentials/ HTTP/1.1"): .response(status: 200, body: "role")
            default: .response(status: 200, body: #"{"AccessKeyId": "I", "SecretAccessKey": "s"}"#)
            }
        }
        func chain(_ others: [String: String] = [:]) -> DefaultCredentialChain {
            let environment: Environment = ["AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url]
            return DefaultCredentialChain(environment: environment.merging(others), httpClient: HTTPClient())
        }
        #expect(try await chain().credentials().accessKeyID == "I")
        #expect(server.received.count == 3)
        let file = try TemporaryFile("[default]\naws_access_key_id = A\naws_secret_access_key = s\n")
        #expect(try await chain(["AWS_SHARED_CREDENTIALS_FILE": file.path]).credentials().accessKeyID == "A")
        for variable in ["AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_FUNCTION_NAME"] {
            await #expect(throws: CredentialError.notConfigured) { try await chain([variable: "x"]).credentials() }
        }
        #expect(server.received.count == 3)
    }

    @Test("passes on to the source in use which credentials were refused")
    func replacesRefusedOnes() async throws {
        let source = ScriptedSource()
        await source.answer(.success(Credentials(accessKeyID: "A", secretAccessKey: "s")))
        await source.answer(.success(Credentials(accessKeyID: "B", secretAccessKey: "s")))
        let chain = DefaultCredentialChain([source])
        let refused = try await chain.credentials()
        #expect(try await chain.credentials(replacing: refused).accessKeyID == "B")
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
