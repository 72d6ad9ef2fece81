import HTTP
package import HTTPClient
package import POSIX
import Synchronization

/// Temporary credentials of an EC2 instance's role, by version 2 of its metadata service: a token first, with which the
/// role's name and its credentials are read. Every call asks: wrap it in `CachedCredentialProvider`.
///
/// Version 1, which needs no token, is never asked: whoever makes a server send a GET could read the credentials
/// (Amazon EC2 User Guide, "Use the Instance Metadata Service"). A second a try and two tries of each request: the
/// service is on the machine, and a machine without it, or a container that is a hop too far from it, must not wait
/// long to be told so.
package final class InstanceCredentialProvider: CredentialProvider {
    private struct Token {
        let value: String
        let renewAt: Timestamp
    }

    private struct State {
        var token: Token?
        /// Whether the service has ever answered: then its silence is a fault, and not its absence.
        var isThere = false
    }

    /// Six hours, the most there is.
    private static let tokenSeconds: Int64 = 21_600
    private static let tokenPath = "/latest/api/token"
    private static let rolePath = "/latest/meta-data/iam/security-credentials/"

    private let endpoint: Result<InstanceMetadataEndpoint, CredentialError>
    private let httpClient: HTTPClient
    private let timeout: Duration
    private let tries: CredentialTries
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    /// - Parameters:
    ///   - timeout: how long one try of one request may take.
    ///   - pause: waits between two tries, and throws when the task is cancelled.
    ///   - now: the time the token's life is counted with.
    package init(
        environment: Environment,
        httpClient: HTTPClient,
        timeout: Duration = .seconds(1),
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.httpClient = httpClient
        self.timeout = timeout
        tries = CredentialTries(limit: 2, pause: pause)
        self.now = now
        do throws(CredentialError) {
            endpoint = .success(try InstanceMetadataEndpoint(environment: environment))
        } catch {
            endpoint = .failure(error)
        }
    }

    /// Asks for the role's credentials. Throws `notConfigured` where there is no such service, or no role.
    package func credentials() async throws(CredentialError) -> Credentials {
        let roles = try endpoint.get().url + Self.rolePath
        let name = try Self.roleName(in: try await read(roles))
        return try CredentialDocument.credentials(in: try await read(roles + name))
    }

    private func read(_ url: String) async throws(CredentialError) -> [UInt8] {
        var hasRenewedToken = false
        while true {
            let token = try await token()
            let response = try await send(.get, url, ["X-aws-ec2-metadata-token": token])
            switch response.status.rawValue {
            case 200: return response.body
            case 401 where !hasRenewedToken:
                // The instance was stopped and started, say: the token is no longer known.
                hasRenewedToken = true
                state.withLock { state in
                    if state.token?.value == token { state.token = nil }
                }
            case 404: throw .notConfigured
            case let status: throw .refused(status: status)
            }
        }
    }

    private func token() async throws(CredentialError) -> String {
        let time = now()
        if let token = state.withLock({ $0.token }), time < token.renewAt { return token.value }
        let response: Response
        do throws(CredentialError) {
            response = try await send(
                .put,
                try endpoint.get().url + Self.tokenPath,
                ["X-aws-ec2-metadata-token-ttl-seconds": String(Self.tokenSeconds)]
            )
        } catch .transport(let error) {
            throw state.withLock { $0.isThere } ? .transport(error) : .notConfigured
        }
        switch response.status.rawValue {
        case 200: break
        // Switched off for this instance, or something old that knows version 1 only.
        case 403, 404, 405: throw .notConfigured
        case let status: throw .refused(status: status)
        }
        let value = String(decoding: response.body, as: UTF8.self)
        guard !value.isEmpty, value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .malformedResponse }
        let token = Token(value: value, renewAt: time.advanced(byMilliseconds: (Self.tokenSeconds - 60) * 1_000))
        state.withLock { $0 = State(token: token, isThere: true) }
        return value
    }

    /// The answer to a request, with any status below 500.
    private func send(
        _ method: Method,
        _ url: String,
        _ headers: HeaderFields
    ) async throws(CredentialError) -> Response {
        return try await tries.run { () async throws(CredentialError) in
            let response = try await httpClient.requestCredentials(method, url, headers: headers, timeout: timeout)
            guard response.status.rawValue < 500 else { throw .refused(status: response.status.rawValue) }
            return response
        }
    }

    /// The first line of the list, which has one. It goes into a path, so it must be a role's name and nothing else
    /// (AWS IAM User Guide, "IAM and AWS STS quotas": letters, digits and `+=,.@-_`).
    private static func roleName(in body: [UInt8]) throws(CredentialError) -> String {
        let line = body.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let isName = line.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "+=,.@-_".utf8.contains(byte)
            }
        }
        guard isName, !line.isEmpty, !line.allSatisfy({ $0 == UInt8(ascii: ".") }) else { throw .malformedResponse }
        return String(decoding: line, as: UTF8.self)
    }
}
