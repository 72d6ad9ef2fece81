import Cryptography
import HTTP
package import HTTPClient
package import POSIX

/// Temporary credentials of a role in exchange for a token that an identity provider wrote into a file, as Kubernetes
/// does in EKS: `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`, and optionally `AWS_ROLE_SESSION_NAME`
/// (AWS STS API Reference, "AssumeRoleWithWebIdentity"). Every call asks: wrap it in `CachedCredentialProvider`.
///
/// The request is not signed: the token is what it shows. Two seconds a try and three tries.
package struct WebIdentityCredentialProvider: CredentialProvider {
    private static let tokenFileVariable = "AWS_WEB_IDENTITY_TOKEN_FILE"
    private static let roleVariable = "AWS_ROLE_ARN"
    /// Codes for which STS asks to be called again.
    private static let passingCodes: Set<String> = ["IDPCommunicationError", "Throttling", "InternalFailure"]

    private let environment: Environment
    private let httpClient: HTTPClient
    private let timeout: Duration
    private let tries: CredentialTries
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - timeout: how long one try may take.
    ///   - pause: waits between two tries, and throws when the task is cancelled.
    ///   - now: names the session where no variable does.
    package init(
        environment: Environment,
        httpClient: HTTPClient,
        timeout: Duration = .seconds(2),
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.environment = environment
        self.httpClient = httpClient
        self.timeout = timeout
        tries = CredentialTries(limit: 3, pause: pause)
        self.now = now
    }

    /// Asks STS for the role's credentials. Throws `notConfigured` without a token file.
    package func credentials() async throws(CredentialError) -> Credentials {
        guard let tokenFile = environment[Self.tokenFileVariable] else { throw .notConfigured }
        guard let role = environment[Self.roleVariable] else { throw .incomplete(missing: Self.roleVariable) }
        let url = try endpointURL()
        let session = environment["AWS_ROLE_SESSION_NAME"] ?? "ai-model-gateway-\(now().millisecondsSinceEpoch)"
        return try await tries.run { () async throws(CredentialError) in
            // Read for every try: it is replaced before it expires.
            let token = try Self.contents(of: tokenFile)
            let form = [
                ("Action", "AssumeRoleWithWebIdentity"), ("Version", "2011-06-15"), ("RoleArn", role),
                ("RoleSessionName", session), ("WebIdentityToken", token),
            ]
            return try await exchange(Self.encoded(form), at: url)
        }
    }

    private func exchange(_ body: [UInt8], at url: String) async throws(CredentialError) -> Credentials {
        let response = try await httpClient.requestCredentials(
            .post,
            url + "/",
            headers: ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"],
            body: body,
            timeout: timeout
        )
        let answer = QueryAnswer(response.body)
        guard response.status == .ok else {
            guard response.status.rawValue < 500, let code = answer["Code"], CredentialDocument.isPlain(code),
                !Self.passingCodes.contains(code)
            else { throw .refused(status: response.status.rawValue) }
            throw .rejected(code: code)
        }
        guard let accessKeyID = answer["AccessKeyId"], let secretAccessKey = answer["SecretAccessKey"],
            let token = answer["SessionToken"], let end = answer["Expiration"].flatMap(Timestamp.init(iso8601:))
        else { throw .malformedResponse }
        return Credentials(
            accessKeyID: accessKeyID,
            secretAccessKey: Secret(secretAccessKey),
            sessionToken: Secret(token),
            expiration: end
        )
    }

    /// The region's own endpoint, which answers when others do not, unless a variable names another.
    private func endpointURL() throws(CredentialError) -> String {
        for variable in ["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"] {
            guard let url = environment[variable] else { continue }
            guard EndpointRule.allows(url) else { throw .refusedEndpoint(variable: variable) }
            return EndpointRule.base(url)
        }
        guard let region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"],
            EndpointRule.isRegion(region)
        else { throw .incomplete(missing: "AWS_REGION") }
        return "https://sts.\(region).amazonaws.com"
    }

    private static func contents(of path: String) throws(CredentialError) -> String {
        do throws(SystemError) {
            return String(decoding: try File.contents(of: path, limit: 64 << 10), as: UTF8.self)
        } catch {
            throw .unreadableFile(variable: tokenFileVariable, error)
        }
    }

    private static func encoded(_ form: [(name: String, value: String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in form {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
            bytes += name.utf8
            bytes.append(UInt8(ascii: "="))
            PercentEncoding.append(value.utf8, to: &bytes)
        }
        return bytes
    }
}
