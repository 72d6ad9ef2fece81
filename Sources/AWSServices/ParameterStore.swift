package import AWSSigning
package import Cryptography
package import HTTPClient
import JSON
package import POSIX

/// Reads parameters (AWS Systems Manager API Reference, 2014-11-06).
package struct ParameterStore: Sendable {
    /// A parameter by its full name. Any may be a SecureString, so every value is a secret.
    package typealias Parameter = (name: String, value: Secret)

    /// The service's limit, and its default.
    private static let pageSize = 10

    private let client: AWSClient

    /// - Parameter client: a client of `AWSService.systemsManager`.
    package init(client: AWSClient) {
        self.client = client
    }

    /// Parameter Store in a region. Opens nothing.
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
                service: .systemsManager,
                region: region,
                environment: environment,
                credentials: credentials,
                httpClient: httpClient,
                timeouts: timeouts,
                retry: retry
            )
        )
    }

    /// All parameters below a path, at any depth, ten a call; a StringList is its text with commas.
    ///
    /// - Parameters:
    ///   - path: begins with a slash, such as `/gateway/prod`.
    ///   - decrypting: whether SecureStrings are decrypted, which needs the right to use their key; otherwise their
    ///     value is ciphertext.
    package func parameters(underPath path: String, decrypting: Bool = true) async throws(AWSError) -> [Parameter] {
        var parameters: [Parameter] = []
        var token: String?
        repeat {
            let body = Self.body(path: path, decrypting: decrypting, token: token)
            let page = try await client.call("GetParametersByPath", body, isIdempotent: true, reading: Self.page)
            parameters += page.parameters
            // A page may be empty though others follow, but a page that leads to itself would be read for ever.
            guard page.nextToken == nil || page.nextToken != token else { throw .malformedResponse }
            token = page.nextToken
        } while token != nil
        return parameters
    }

    private static func body(path: String, decrypting: Bool, token: String?) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("Path", path)
        writer.member("Recursive", true)
        writer.member("WithDecryption", decrypting)
        writer.member("MaxResults", pageSize)
        if let token { writer.member("NextToken", token) }
        writer.endObject()
        return writer.bytes
    }

    private static func page(_ body: [UInt8]) throws(JSONError) -> (parameters: [Parameter], nextToken: String?) {
        var parameters: [Parameter] = []
        var nextToken: String?
        try JSONReader.readAnswer(body) { (reader, member) throws(JSONError) in
            switch member {
            case "Parameters":
                parameters = try reader.readArray { (reader) throws(JSONError) in try parameter(&reader) }
            case "NextToken": nextToken = try reader.readIfNull() ? nil : reader.readString()
            default: try reader.skipValue()
            }
        }
        return (parameters, nextToken.flatMap { $0.isEmpty ? nil : $0 })
    }

    private static func parameter(_ reader: inout JSONReader) throws(JSONError) -> Parameter {
        var name: String?
        var value: Secret?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "Name": name = try reader.readString()
            case "Value": value = Secret(try reader.readString())
            default: try reader.skipValue()
            }
        }
        guard let name, let value else { throw JSONError(.unexpectedByte, at: reader.position) }
        return (name, value)
    }
}
