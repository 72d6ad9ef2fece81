import AWSSigning
import Cryptography
import HTTP
import HTTPClient
import POSIX
import TestSupport
import Testing

@Suite("Credentials in exchange for a token")
struct WebIdentityCredentialProviderTests {
    static let document = """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult>
            <AssumedRoleUser><Arn>arn:x</Arn><AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser>
            <Credentials>
              <SessionToken>
                token+/==
              </SessionToken>
              <SecretAccessKey>secret/+</SecretAccessKey>
              <Expiration>2026-08-21T12:00:00Z</Expiration>
              <AccessKeyId>AKID</AccessKeyId>
            </Credentials>
          </AssumeRoleWithWebIdentityResult>
        </AssumeRoleWithWebIdentityResponse>
        """

    static func error(_ code: String) -> String {
        "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>m</Message></Error></ErrorResponse>"
    }

    func provider(_ url: String, _ variables: [String: String]) -> WebIdentityCredentialProvider {
        WebIdentityCredentialProvider(
            environment: Environment(["AWS_ENDPOINT_URL_STS": url]).merging(variables),
            httpClient: HTTPClient(),
            // A busy machine must not look like a silent endpoint.
            timeout: .seconds(30),
            pause: { _ in },
            now: { Timestamp(millisecondsSinceEpoch: 1_787_310_000_000) }
        )
    }

    @Test("are the role's, for the token that the file holds at the time")
    func areTheRoles() async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: Self.document) }
        let file = try TemporaryFile("first.token&x=y")
        let provider = provider(
            server.url + "/",
            ["AWS_WEB_IDENTITY_TOKEN_FILE": file.path, "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/a b"]
        )
        #expect(
            try await provider.credentials()
                == Credentials(
                    accessKeyID: "AKID",
                    secretAccessKey: "secret/+",
                    sessionToken: "token+/==",
                    expiration: Timestamp(millisecondsSinceEpoch: 1_787_313_600_000)
                )
        )
        try file.replace(with: Array("second".utf8))
        _ = try await provider.credentials()
        let request = try #require(server.received.first)
        #expect(request.requestLine == "POST / HTTP/1.1")
        #expect(request.headers["content-type"] == "application/x-www-form-urlencoded; charset=utf-8")
        #expect(request.headers["authorization"] == nil)
        #expect(
            request.text
                == "Action=AssumeRoleWithWebIdentity&Version=2011-06-15"
                + "&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fa%20b"
                + "&RoleSessionName=ai-model-gateway-1787310000000&WebIdentityToken=first.token%26x%3Dy"
        )
        #expect(server.received.last?.text.hasSuffix("&WebIdentityToken=second") == true)
    }

    @Test("are asked for in the session's name where there is one")
    func namesTheSession() async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: Self.document) }
        let file = try TemporaryFile("t")
        _ = try await provider(
            server.url,
            ["AWS_WEB_IDENTITY_TOKEN_FILE": file.path, "AWS_ROLE_ARN": "r", "AWS_ROLE_SESSION_NAME": "gateway"]
        ).credentials()
        #expect(server.received.first?.text.contains("&RoleSessionName=gateway&") == true)
    }

    @Test("are asked for again when STS fails, or asks for it", arguments: ["IDPCommunicationError", "Throttling", ""])
    func triesAgain(code: String) async throws {
        let server = try ScriptedServer { _, number in
            switch number {
            case 1: .close
            case 2: .response(status: code.isEmpty ? 503 : 400, body: code.isEmpty ? "busy" : Self.error(code))
            default: .response(status: 200, body: Self.document)
            }
        }
        let file = try TemporaryFile("t")
        let provider = provider(server.url, ["AWS_WEB_IDENTITY_TOKEN_FILE": file.path, "AWS_ROLE_ARN": "r"])
        #expect(try await provider.credentials().accessKeyID == "AKID")
        #expect(server.received.count == 3)
    }

    @Test("are not asked for again when STS will not give them")
    func isRejected() async throws {
        let server = try ScriptedServer { _, _ in .response(status: 400, body: Self.error("InvalidIdentityToken")) }
        let file = try TemporaryFile("t")
        let provider = provider(server.url, ["AWS_WEB_IDENTITY_TOKEN_FILE": file.path, "AWS_ROLE_ARN": "r"])
        await #expect(throws: CredentialError.rejected(code: "InvalidIdentityToken")) {
            try await provider.credentials()
        }
        #expect(server.received.count == 1)
    }

    @Test(
        "are refused when the answer is not what it should be",
        arguments: [
            "", "<AccessKeyId>", "<html></html>", document.replacing("AKID", with: ""),
            document.replacing("AKID", with: "A&amp;B"), document.replacing("AKID", with: "<b>A</b>"),
            document.replacing("2026-08-21T12:00:00Z", with: "soon"), document.replacing("SessionToken>", with: "T>"),
        ]
    )
    func refusesOthers(body: String) async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: body) }
        let file = try TemporaryFile("t")
        let provider = provider(server.url, ["AWS_WEB_IDENTITY_TOKEN_FILE": file.path, "AWS_ROLE_ARN": "r"])
        await #expect(throws: CredentialError.malformedResponse) { try await provider.credentials() }
    }

    @Test("need a token file, and then a role, a region and a place to ask that is allowed")
    func needsItsParts() async throws {
        func failure(_ variables: [String: String]) async -> CredentialError? {
            let provider = WebIdentityCredentialProvider(
                environment: Environment(variables),
                httpClient: HTTPClient(),
                pause: { _ in }
            )
            do throws(CredentialError) {
                _ = try await provider.credentials()
                return nil
            } catch {
                return error
            }
        }
        var variables = ["AWS_ROLE_ARN": "r"]
        #expect(await failure(variables) == .notConfigured)
        variables = ["AWS_WEB_IDENTITY_TOKEN_FILE": "/nonexistent/token"]
        #expect(await failure(variables) == .incomplete(missing: "AWS_ROLE_ARN"))
        variables["AWS_ROLE_ARN"] = "r"
        #expect(await failure(variables) == .incomplete(missing: "AWS_REGION"))
        variables["AWS_ENDPOINT_URL"] = "http://example.com"
        #expect(await failure(variables) == .refusedEndpoint(variable: "AWS_ENDPOINT_URL"))
        variables["AWS_ENDPOINT_URL"] = nil
        variables["AWS_REGION"] = "eu-west-1"
        guard case .unreadableFile(variable: "AWS_WEB_IDENTITY_TOKEN_FILE", _) = await failure(variables) else {
            Issue.record("the token file was not missed")
            return
        }
    }
}
