import AWSSigning
import Cryptography
import HTTP
import HTTPClient
import POSIX
import TestSupport
import Testing

@Suite("A container's credentials")
struct ContainerCredentialProviderTests {
    static let document = """
        {"RoleArn": "arn", "AccessKeyId": "AKID", "SecretAccessKey": "secret", "Token": "token",
         "Expiration": "2026-08-21T12:00:00Z"}
        """

    let pauses = Pauses()

    func provider(_ environment: Environment) -> ContainerCredentialProvider {
        ContainerCredentialProvider(
            environment: environment,
            httpClient: HTTPClient(),
            // A busy machine must not look like a silent endpoint.
            timeout: .seconds(30)
        ) { [pauses] in pauses.add($0) }
    }

    @Test("are read from the full URI, with the token as the Authorization header")
    func readsTheFullURI() async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: Self.document) }
        let credentials = try await provider([
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url + "/v1/credentials?a=b",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abc",
        ]).credentials()
        #expect(
            credentials
                == Credentials(
                    accessKeyID: "AKID",
                    secretAccessKey: "secret",
                    sessionToken: "token",
                    expiration: Timestamp(millisecondsSinceEpoch: 1_787_313_600_000)
                )
        )
        #expect(server.received.map(\.requestLine) == ["GET /v1/credentials?a=b HTTP/1.1"])
        #expect(server.received.first?.headers["authorization"] == "Basic abc")
        #expect(server.received.first?.headers["accept"] == "application/json")
    }

    @Test("are asked for with the token file's present content, which wins over the variable")
    func rereadsTheTokenFile() async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: Self.document) }
        let file = try TemporaryFile("first")
        let provider = provider([
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url,
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": file.path,
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "variable",
        ])
        _ = try await provider.credentials()
        try file.replace(with: Array("second".utf8))
        _ = try await provider.credentials()
        #expect(server.received.map { $0.headers["authorization"] } == ["first", "second"])
    }

    @Test(
        "are not asked for with a token that would break the header",
        arguments: ["a\r\nX: y", "a\n", "a\r", "a\u{0}"]
    )
    func refusesBrokenTokens(token: String) async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: Self.document) }
        let file = try TemporaryFile(token)
        for environment: Environment in [
            ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": file.path], ["AWS_CONTAINER_AUTHORIZATION_TOKEN": token],
        ] {
            var environment = environment
            environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = server.url
            await #expect(throws: CredentialError.invalidToken) { try await provider(environment).credentials() }
        }
        #expect(server.received.isEmpty)
    }

    @Test("are not asked for without the token file that is named")
    func needsTheTokenFile() async throws {
        let provider = provider([
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/nonexistent/token",
        ])
        do {
            _ = try await provider.credentials()
            Issue.record("the token file was not missed")
        } catch {
            guard case .unreadableFile(variable: "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", _) = error else {
                Issue.record(error)
                return
            }
        }
    }

    @Test(
        "are not asked for at a host that may not be asked in the clear",
        arguments: [
            "http://10.0.0.1/", "http://169.254.169.254/", "http://example.com/", "ftp://127.0.0.1/", "127.0.0.1/",
            "http://127.0.0.1@example.com/", "http://example.com\\@127.0.0.1/", "http://169.254.170.2.example.com/",
            "http://127.0.0.1.example.com/", "https://user@example.com/",
        ]
    )
    func refusesOtherHosts(url: String) async {
        await #expect(throws: CredentialError.refusedEndpoint(variable: "AWS_CONTAINER_CREDENTIALS_FULL_URI")) {
            try await provider(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]).credentials()
        }
    }

    @Test("are not asked for at a relative URI that would extend the host's name")
    func refusesBrokenRelativeURIs() async {
        await #expect(throws: CredentialError.refusedEndpoint(variable: "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")) {
            try await provider(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": ".example.com/"]).credentials()
        }
    }

    @Test("are not configured without either variable")
    func needsAVariable() async {
        await #expect(throws: CredentialError.notConfigured) { try await provider([:]).credentials() }
    }

    @Test("are asked for three times, with pauses that grow")
    func triesThreeTimes() async throws {
        let server = try ScriptedServer { _, number in
            switch number {
            case 1: .response(status: 500, body: "secret words")
            case 2: .close
            default: .response(status: 200, body: Self.document)
            }
        }
        let credentials = try await provider(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url]).credentials()
        #expect(credentials.accessKeyID == "AKID")
        #expect(server.received.count == 3)
        #expect(pauses.all == [.milliseconds(200), .milliseconds(400)])
    }

    @Test("are given up after three tries, without repeating what the endpoint said")
    func givesUp() async throws {
        let server = try ScriptedServer { _, _ in .response(status: 403, body: "secret words") }
        let provider = provider(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url])
        do {
            _ = try await provider.credentials()
            Issue.record("a refusal was accepted")
        } catch {
            #expect(error == .refused(status: 403))
            #expect(!error.description.contains("secret"))
        }
        #expect(server.received.count == 3)
    }

    @Test(
        "are refused when the document is not what it should be",
        arguments: [
            "", "[]", "{}", "null", #"{"AccessKeyId": "A"}"#, #"{"AccessKeyId": 1, "SecretAccessKey": "s"}"#,
            #"{"AccessKeyId": "A", "SecretAccessKey": "s", "Expiration": "soon"}"#,
            #"{"AccessKeyId": "A", "SecretAccessKey": "s"} x"#, #"{"AccessKeyId": "A", "SecretAccessKey": "s""#,
        ]
    )
    func refusesOtherDocuments(document: String) async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: document) }
        await #expect(throws: CredentialError.malformedResponse) {
            try await provider(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url]).credentials()
        }
    }

    @Test("may be without a token and an end")
    func readsTheLeast() async throws {
        let document = #"{"AccessKeyId": "A", "SecretAccessKey": "s", "Token": null, "Expiration": null}"#
        let server = try ScriptedServer { _, _ in .response(status: 200, body: document) }
        #expect(
            try await provider(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url]).credentials()
                == Credentials(accessKeyID: "A", secretAccessKey: "s")
        )
    }

    @Test("are asked for once by many signers through the chain")
    func areCachedByTheChain() async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: Self.document) }
        let time = Timestamp(millisecondsSinceEpoch: 1_787_310_000_000)
        let chain = DefaultCredentialChain(
            environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url],
            httpClient: HTTPClient(),
            now: { time }
        )
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await chain.credentials().accessKeyID } }
            for try await id in group {
                #expect(id == "AKID")
            }
        }
        #expect(server.received.count == 1)
    }
}
