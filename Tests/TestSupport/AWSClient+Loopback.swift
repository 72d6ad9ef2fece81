package import AWSServices
import AWSSigning
import Cryptography
package import HTTPClient
package import POSIX

extension AWSClient {
    /// A client of a service that stands on loopback. Nobody checks its credentials.
    package static func loopback(
        _ service: AWSService,
        environment: Environment,
        httpClient: HTTPClient = HTTPClient(),
        retry: RetryPolicy = RetryPolicy()
    ) -> AWSClient {
        AWSClient(
            service: service,
            region: "us-east-1",
            environment: environment,
            credentials: StaticCredentialProvider(Credentials(accessKeyID: "AKID", secretAccessKey: "secret")),
            httpClient: httpClient,
            // Patient, because moto handles calls that come together one by one.
            timeouts: Timeouts(connect: .seconds(10), idle: .seconds(60), total: .seconds(60)),
            retry: retry
        )
    }
}

extension ScriptedServer {
    /// A client of a service that the script plays. A call is tried once.
    package func client(_ service: AWSService) -> AWSClient {
        .loopback(service, environment: ["AWS_ENDPOINT_URL": url], retry: RetryPolicy(maxAttempts: 1))
    }
}

extension SecretsManager {
    /// One that can't be reached, and fails at once: for what must work without it.
    package static var nowhere: SecretsManager {
        // The discard service, which nobody runs (RFC 863).
        SecretsManager(
            client: .loopback(
                .secretsManager,
                environment: ["AWS_ENDPOINT_URL": "http://127.0.0.1:9"],
                retry: RetryPolicy(maxAttempts: 1)
            )
        )
    }
}
