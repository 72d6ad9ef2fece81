import AWSSigning
import Cryptography
import HTTPClient
import POSIX
import TestSupport
import Testing

extension AgainstMoto {
    @Suite("Credentials")
    struct CredentialTests {
        let server: MotoServer

        init() throws { server = try #require(MotoServer.current) }

        @Test("of an instance's role are read by version 2 of the metadata service")
        func instance() async throws {
            let credentials = try await InstanceCredentialProvider(
                environment: [
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT": try #require(server.environment["AWS_ENDPOINT_URL"])
                ],
                httpClient: server.httpClient,
                timeout: .seconds(30)
            ).credentials()
            #expect(credentials.accessKeyID == "test-key")
            #expect(credentials.secretAccessKey == "test-secret-key")
            #expect(credentials.sessionToken == "test-session-token")
            #expect(credentials.expiration.map { $0 > Timestamp.now() } == true)
        }

        @Test("of a role are given in exchange for a token")
        func webIdentity() async throws {
            let file = try TemporaryFile("token")
            let credentials = try await WebIdentityCredentialProvider(
                environment: server.environment.merging([
                    "AWS_WEB_IDENTITY_TOKEN_FILE": file.path,
                    "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/gateway",
                ]),
                httpClient: server.httpClient,
                timeout: .seconds(30)
            ).credentials()
            #expect(credentials.accessKeyID.hasPrefix("ASIA"))
            #expect(credentials.sessionToken != nil)
            #expect(credentials.expiration.map { $0 > Timestamp.now() } == true)
        }
    }
}
