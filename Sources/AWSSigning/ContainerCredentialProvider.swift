import HTTP
package import HTTPClient
package import POSIX

/// Temporary credentials from a container's endpoint. Every call asks it: wrap it in `CachedCredentialProvider`.
///
/// Two seconds a try and three tries, as the AWS SDKs do; any status but 200 is tried again.
package struct ContainerCredentialProvider: CredentialProvider {
    private static let tokenFileVariable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"

    private let environment: Environment
    private let endpoint: Result<ContainerCredentialEndpoint, CredentialError>
    private let httpClient: HTTPClient
    private let timeout: Duration
    private let tries: CredentialTries

    /// - Parameters:
    ///   - timeout: how long one try may take.
    ///   - pause: waits between two tries, and throws when the task is cancelled.
    package init(
        environment: Environment,
        httpClient: HTTPClient,
        timeout: Duration = .seconds(2),
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.environment = environment
        self.httpClient = httpClient
        self.timeout = timeout
        tries = CredentialTries(limit: 3, pause: pause)
        do throws(CredentialError) {
            endpoint = .success(try ContainerCredentialEndpoint(environment: environment))
        } catch {
            endpoint = .failure(error)
        }
    }

    /// Asks the endpoint. Throws `notConfigured` when neither variable names one.
    package func credentials() async throws(CredentialError) -> Credentials {
        let endpoint = try endpoint.get()
        return try await tries.run { () async throws(CredentialError) in try await fetch(endpoint) }
    }

    private func fetch(_ endpoint: ContainerCredentialEndpoint) async throws(CredentialError) -> Credentials {
        var headers: HeaderFields = ["Accept": "application/json"]
        if let token = try authorizationToken() { headers["Authorization"] = token }
        let response = try await httpClient.requestCredentials(.get, endpoint.url, headers: headers, timeout: timeout)
        guard response.status == .ok else { throw .refused(status: response.status.rawValue) }
        return try CredentialDocument.credentials(in: response.body)
    }

    /// The token file is read again for every request, since EKS replaces it; it wins over the variable.
    private func authorizationToken() throws(CredentialError) -> String? {
        let token: String
        if let path = environment[Self.tokenFileVariable] {
            do throws(SystemError) {
                token = String(decoding: try File.contents(of: path, limit: 64 << 10), as: UTF8.self)
            } catch {
                throw .unreadableFile(variable: Self.tokenFileVariable, error)
            }
        } else if let variable = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] {
            token = variable
        } else {
            return nil
        }
        // A line break would begin another header. Nothing is trimmed: what the SDKs refuse is refused here.
        guard token.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw .invalidToken }
        return token
    }
}
