package import HTTPClient
package import POSIX

/// Sources of credentials in order of precedence: the first that is set up is used, and its failure is the chain's,
/// since falling through to another identity would hide a broken one.
package struct DefaultCredentialChain: CredentialProvider {
    private let providers: [any CredentialProvider]

    /// The order of the AWS SDKs: environment, container endpoint, shared credentials file.
    ///
    /// - Parameter now: the time credentials' expirations are compared with.
    package init(
        environment: Environment,
        httpClient: HTTPClient,
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.init([
            EnvironmentCredentialProvider(environment: environment),
            CachedCredentialProvider(
                ContainerCredentialProvider(environment: environment, httpClient: httpClient),
                now: now
            ),
            CachedCredentialProvider(ProfileCredentialProvider(environment: environment), now: now),
        ])
    }

    /// A chain of other sources.
    package init(_ providers: [any CredentialProvider]) {
        self.providers = providers
    }

    /// The credentials of the first source that is set up. Throws `notConfigured` when none is.
    package func credentials() async throws(CredentialError) -> Credentials {
        for provider in providers {
            do throws(CredentialError) {
                return try await provider.credentials()
            } catch {
                guard error == .notConfigured else { throw error }
            }
        }
        throw .notConfigured
    }
}
