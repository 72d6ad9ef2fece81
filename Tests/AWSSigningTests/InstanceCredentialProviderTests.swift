import AWSSigning
import Cryptography
import HTTP
import HTTPClient
import POSIX
import Synchronization
import TestSupport
import Testing

@Suite("An instance's credentials")
struct InstanceCredentialProviderTests {
    static let document = """
        {"Code": "Success", "LastUpdated": "2026-08-21T06:00:00Z", "Type": "AWS-HMAC", "AccessKeyId": "AKID",
         "SecretAccessKey": "secret", "Token": "token", "Expiration": "2026-08-21T12:00:00Z"}
        """
    static let tokenLine = "PUT /latest/api/token HTTP/1.1"
    static let rolesLine = "GET /latest/meta-data/iam/security-credentials/ HTTP/1.1"
    static let roleLine = "GET /latest/meta-data/iam/security-credentials/gateway-role HTTP/1.1"

    /// An instance that answers as it should, unless told otherwise by a request's first line; "token 1" is its first
    /// token, and it takes none but its last.
    final class Instance: Sendable {
        private struct State {
            var tokens = 0
            var others: [String: [ScriptedServer.Answer]] = [:]
        }

        private let state: Box
        let server: ScriptedServer

        private final class Box: Sendable {
            let state = Mutex(State())
        }

        init() throws {
            let box = Box()
            state = box
            server = try ScriptedServer { request, _ in
                box.state.withLock { state in
                    if let answers = state.others[request.requestLine], let answer = answers.first {
                        state.others[request.requestLine] = Array(answers.dropFirst())
                        return answer
                    }
                    if request.requestLine == tokenLine {
                        state.tokens += 1
                        return .response(status: 200, body: "token-\(state.tokens)")
                    }
                    guard request.headers["x-aws-ec2-metadata-token"] == "token-\(state.tokens)" else {
                        return .response(status: 401, body: "")
                    }
                    return .response(status: 200, body: request.requestLine == rolesLine ? "gateway-role" : document)
                }
            }
        }

        func answer(_ line: String, with answers: ScriptedServer.Answer...) {
            state.state.withLock { $0.others[line] = answers }
        }

        func forgetToken() { state.state.withLock { $0.tokens += 1 } }

        let pauses = Pauses()

        func provider(now: @escaping @Sendable () -> Timestamp = Timestamp.now) -> InstanceCredentialProvider {
            InstanceCredentialProvider(
                environment: ["AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url],
                httpClient: HTTPClient(),
                // A busy machine must not look like a silent service.
                timeout: .seconds(30),
                pause: { [pauses] in pauses.add($0) },
                now: now
            )
        }

        var lines: [String] { server.received.map(\.requestLine) }
    }

    let instance: Instance

    init() throws { instance = try Instance() }

    @Test("are the role's, read with a token")
    func areTheRoles() async throws {
        #expect(
            try await instance.provider().credentials()
                == Credentials(
                    accessKeyID: "AKID",
                    secretAccessKey: "secret",
                    sessionToken: "token",
                    expiration: Timestamp(millisecondsSinceEpoch: 1_787_313_600_000)
                )
        )
        #expect(instance.lines == [Self.tokenLine, Self.rolesLine, Self.roleLine])
        #expect(
            instance.server.received.map { $0.headers["x-aws-ec2-metadata-token-ttl-seconds"] } == ["21600", nil, nil]
        )
        #expect(instance.server.received.map { $0.headers["x-aws-ec2-metadata-token"] } == [nil, "token-1", "token-1"])
    }

    @Test("are read with the same token until a minute before it ends")
    func keepsTheToken() async throws {
        let clock = Clock()
        let provider = instance.provider { clock.now }
        _ = try await provider.credentials()
        clock.advance(seconds: 21_539)
        _ = try await provider.credentials()
        #expect(instance.lines.filter { $0 == Self.tokenLine }.count == 1)
        clock.advance(seconds: 1)
        _ = try await provider.credentials()
        #expect(instance.lines.filter { $0 == Self.tokenLine }.count == 2)
    }

    @Test("are read with a new token when the old one is not accepted, once")
    func renewsTheToken() async throws {
        let provider = instance.provider()
        _ = try await provider.credentials()
        instance.forgetToken()
        _ = try await provider.credentials()
        #expect(instance.lines.filter { $0 == Self.tokenLine }.count == 2)
        let refusal = ScriptedServer.Answer.response(status: 401, body: "")
        instance.answer(Self.rolesLine, with: refusal, refusal, refusal)
        await #expect(throws: CredentialError.refused(status: 401)) { try await provider.credentials() }
        #expect(instance.lines.filter { $0 == Self.tokenLine }.count == 3)
    }

    @Test("are never read without a token", arguments: [403, 404, 405])
    func hasNoFallback(status: Int) async throws {
        instance.answer(Self.tokenLine, with: .response(status: status, body: ""))
        await #expect(throws: CredentialError.notConfigured) { try await instance.provider().credentials() }
        #expect(instance.lines == [Self.tokenLine])
    }

    @Test("are asked for twice when the service fails, each request, after a pause")
    func triesTwice() async throws {
        let failure = ScriptedServer.Answer.response(status: 500, body: "secret words")
        instance.answer(Self.tokenLine, with: .close)
        instance.answer(Self.rolesLine, with: failure)
        instance.answer(Self.roleLine, with: failure)
        #expect(try await instance.provider().credentials().accessKeyID == "AKID")
        #expect(instance.server.received.count == 6)
        #expect(instance.pauses.all == Array(repeating: .milliseconds(200), count: 3))
        instance.answer(Self.roleLine, with: failure, failure, failure)
        await #expect(throws: CredentialError.refused(status: 500)) { try await instance.provider().credentials() }
    }

    @Test("are not asked for again after a failure that would come again")
    func heedsWhatLasts() async throws {
        instance.answer(Self.roleLine, with: .response(status: 200, body: String(repeating: "x", count: 65_537)))
        await #expect(
            throws: CredentialError.transport(
                HTTPClientError(.responseTooLarge(limit: 65_536), nothingSent: false)
            )
        ) { try await instance.provider().credentials() }
        #expect(instance.lines.count == 3)
        #expect(instance.pauses.all.isEmpty)
    }

    @Test("are not configured where there is no such service, nor a role")
    func areNotConfigured() async throws {
        instance.answer(Self.rolesLine, with: .response(status: 404, body: ""))
        await #expect(throws: CredentialError.notConfigured) { try await instance.provider().credentials() }
        instance.answer(Self.tokenLine, with: .close, .close)
        await #expect(throws: CredentialError.notConfigured) { try await instance.provider().credentials() }
    }

    @Test("have a fault when the service has answered before and is silent now")
    func reportsAFault() async throws {
        let clock = Clock()
        let provider = instance.provider { clock.now }
        _ = try await provider.credentials()
        clock.advance(seconds: 21_600)
        instance.answer(Self.tokenLine, with: .close, .close)
        do {
            _ = try await provider.credentials()
            Issue.record("silence was accepted")
        } catch {
            guard case .transport = error else {
                Issue.record(error)
                return
            }
        }
    }

    @Test(
        "are not believed when an answer is not what it should be",
        arguments: [
            (tokenLine, ""), (tokenLine, "a\r\nb"), (tokenLine, "a b"), (rolesLine, ""), (rolesLine, "../../secret"),
            (rolesLine, "a b"), (rolesLine, ".."), (rolesLine, "role?x"), (roleLine, "{}"), (roleLine, ""),
            (roleLine, #"{"Code": "Success", "AccessKeyId": "A"}"#),
            (roleLine, #"{"AccessKeyId": "A", "SecretAccessKey": "s", "Expiration": "soon"}"#),
        ]
    )
    func refusesOthers(line: String, body: String) async throws {
        instance.answer(line, with: .response(status: 200, body: body))
        await #expect(throws: CredentialError.malformedResponse) { try await instance.provider().credentials() }
    }

    @Test("are refused by the name of the reason")
    func namesTheReason() async throws {
        instance.answer(Self.roleLine, with: .response(status: 200, body: #"{"Code": "AssumeRoleUnauthorizedAccess"}"#))
        await #expect(throws: CredentialError.rejected(code: "AssumeRoleUnauthorizedAccess")) {
            try await instance.provider().credentials()
        }
        instance.answer(Self.roleLine, with: .response(status: 200, body: #"{"Code": "some secret words"}"#))
        await #expect(throws: CredentialError.malformedResponse) { try await instance.provider().credentials() }
    }
}
