import Cryptography
import HTTP
package import HTTPClient
import JSON
package import POSIX

/// Temporary credentials from a container's endpoint. Every call asks it: wrap it in `CachedCredentialProvider`.
///
/// Two seconds a try and three tries, as the AWS SDKs do; any status but 200 is tried again.
package struct ContainerCredentialProvider: CredentialProvider {
    private static let tries = 3
    private static let tokenFileVariable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"

    private let environment: Environment
    private let endpoint: Result<ContainerCredentialEndpoint, CredentialError>
    private let httpClient: HTTPClient
    private let timeout: Duration
    private let pause: @Sendable (Duration) async throws -> Void

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
        self.pause = pause
        do throws(CredentialError) {
            endpoint = .success(try ContainerCredentialEndpoint(environment: environment))
        } catch {
            endpoint = .failure(error)
        }
    }

    /// Asks the endpoint. Throws `notConfigured` when neither variable names one.
    package func credentials() async throws(CredentialError) -> Credentials {
        let endpoint = try endpoint.get()
        var attempt = 1
        while true {
            do throws(CredentialError) {
                return try await fetch(endpoint)
            } catch {
                guard attempt < Self.tries, Self.mayPass(error) else { throw error }
            }
            do {
                try await pause(.milliseconds(100 << attempt))
            } catch {
                throw .cancelled
            }
            attempt += 1
        }
    }

    private func fetch(_ endpoint: ContainerCredentialEndpoint) async throws(CredentialError) -> Credentials {
        var headers: HeaderFields = ["Accept": "application/json"]
        if let token = try authorizationToken() { headers["Authorization"] = token }
        let request = OutgoingRequest(
            method: .get,
            url: endpoint.url,
            headers: headers,
            timeouts: Timeouts(connect: timeout, idle: timeout, total: timeout),
            maxResponseBytes: 64 << 10,
            isIdempotent: true
        )
        let response: Response
        do throws(HTTPClientError) {
            response = try await httpClient.send(request)
        } catch {
            throw error.kind == .cancelled ? .cancelled : .transport(error)
        }
        guard response.status == .ok else { throw .refused(status: response.status.rawValue) }
        return try Self.credentials(fromJSON: response.body)
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

    private static func credentials(fromJSON body: [UInt8]) throws(CredentialError) -> Credentials {
        var accessKeyID: String?
        var secretAccessKey: String?
        var token: String?
        var expiration: String?
        do throws(JSONError) {
            var reader = JSONReader(body)
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "AccessKeyId": accessKeyID = try reader.readString()
                case "SecretAccessKey": secretAccessKey = try reader.readString()
                case "Token": token = try reader.readIfNull() ? nil : reader.readString()
                case "Expiration": expiration = try reader.readIfNull() ? nil : reader.readString()
                default: _ = try reader.skipValue()
                }
            }
            try reader.finish()
        } catch {
            throw .malformedResponse
        }
        guard let accessKeyID, let secretAccessKey else { throw .malformedResponse }
        let end = expiration.flatMap(Timestamp.init(iso8601:))
        // An end that cannot be read must not become "no end".
        guard (expiration == nil) == (end == nil) else { throw .malformedResponse }
        return Credentials(
            accessKeyID: accessKeyID,
            secretAccessKey: Secret(secretAccessKey),
            sessionToken: token.map { Secret($0) },
            expiration: end
        )
    }

    /// Whether the next try may succeed where this one failed.
    private static func mayPass(_ error: CredentialError) -> Bool {
        switch error {
        case .transport, .refused, .malformedResponse: true
        case .notConfigured, .incomplete, .unknownProfile, .refusedEndpoint, .invalidToken, .unreadableFile, .cancelled:
            false
        }
    }
}
