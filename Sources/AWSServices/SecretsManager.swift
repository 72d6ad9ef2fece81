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
    /// Throws `resourceNotFound` when there is no such secret, and `configuration` when it holds binary data or its key
    /// cannot be used.
    ///
    /// - Parameter id: the secret's name or ARN.
    package func secretValue(id: String) async throws(AWSError) -> Secret {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("SecretId", id)
        writer.endObject()
        let value = try await client.call("GetSecretValue", writer.bytes, isIdempotent: true, reading: Self.value)
        switch value {
        case .text(let secret): return secret
        case .binary:
            throw .configuration(reason: "the secret holds binary data: store it as text (SecretString)")
        }
    }

    private enum Value {
        case text(Secret)
        case binary
    }

    private static func value(_ body: [UInt8]) throws(JSONError) -> Value {
        var secret: Secret?
        var isBinary = false
        try JSONReader.readAnswer(body) { (reader, member) throws(JSONError) in
            switch member {
            case "SecretString": secret = try reader.readIfNull() ? nil : Secret(reader.readString())
            case "SecretBinary":
                isBinary = try reader.peek() == .string
                try reader.skipValue()
            default: try reader.skipValue()
            }
        }
        if let secret { return .text(secret) }
        guard isBinary else { throw JSONError(.unexpectedEnd, at: body.count) }
        return .binary
    }
}
