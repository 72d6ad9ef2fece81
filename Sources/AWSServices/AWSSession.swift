import AWSSigning
package import HTTPClient
package import POSIX

/// One region, one chain of credentials and one HTTP client, and the services reached with them.
package struct AWSSession: Sendable {
    private let region: String
    private let environment: Environment
    private let credentials: DefaultCredentialChain
    private let httpClient: HTTPClient

    /// - Parameters:
    ///   - region: the region of every service: Lambda's `AWS_REGION`.
    ///   - environment: names endpoints other than AWS's own, and credentials.
    package init(region: String, environment: Environment, httpClient: HTTPClient) {
        self.region = region
        self.environment = environment
        self.httpClient = httpClient
        credentials = DefaultCredentialChain(environment: environment, httpClient: httpClient)
    }

    /// DynamoDB in the session's region.
    package func makeDynamoDB() -> DynamoDB {
        DynamoDB(region: region, environment: environment, credentials: credentials, httpClient: httpClient)
    }

    /// Secrets Manager in the session's region.
    package func makeSecretsManager() -> SecretsManager {
        SecretsManager(region: region, environment: environment, credentials: credentials, httpClient: httpClient)
    }
}
