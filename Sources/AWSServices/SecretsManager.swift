package import AWSSigning
package import Cryptography
package import HTTPClient
import JSON
package import POSIX

/// Reads secrets (AWS Secrets Manager API Reference, 2017-10-17).
package struct SecretsManager: Sendable {
    private let client: AWSClient

    /// - Parameter client: a client of `AWSService.secretsManager`.
    package init(client: AWSClient) {
        self.client = client
    }

    /// Secrets Manager in a region. Opens nothing.
    ///
    /// - Parameter environment: read for the endpoint only.
    package init(
        region: String,
        environment: Environment,
        credentials: some CredentialProvider,
        httpClient: HTTPClient,
        timeouts: Timeouts = AWSClient.defaultTimeouts,
        retry: RetryPolicy = RetryPolicy()
    ) {
        self.init(
            client: AWSClient(
                service: .secretsManager,
                region: region,
                environment: environment,
                credentials: credentials,
                httpClient: httpClient,
                timeouts: timeouts,
                retry: retry
            )
        )
    }

    /// The current value of a secret, up to 64 KiB of text.
    ///
    /// Throws `resourceNotFound` when there is no such secret, and `configuration` when it holds binary data.
    ///
    /// - Parameter id: the secret's name or ARN.
    package func secretValue(id: String) async throws(AWSError) -> Secret {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("SecretId", id)
        writer.endObject()
        return try Self.secret(try await client.call("GetSecretValue", writer.bytes, isIdempotent: true))
    }

    private static func secret(_ body: [UInt8]) throws(AWSError) -> Secret {
        var secret: Secret?
        var isBinary = false
        do throws(JSONError) {
            var reader = JSONReader(body)
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "SecretString": secret = try reader.readIfNull() ? nil : Secret(reader.readString())
                case "SecretBinary":
                    isBinary = try reader.peek() == .string
                    try reader.skipValue()
                default: try reader.skipValue()
                }
            }
            try reader.finish()
        } catch {
            throw .malformedResponse
        }
        if let secret { return secret }
        throw isBinary
            ? .configuration(reason: "the secret holds binary data: store it as text (SecretString)")
            : .malformedResponse
    }
}
