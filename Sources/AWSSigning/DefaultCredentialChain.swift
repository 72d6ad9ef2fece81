package import HTTPClient
package import POSIX

/// Sources of credentials in order of precedence: the first that is set up is used, and its failure is the chain's,
/// since falling through to another identity would hide a broken one.
package struct DefaultCredentialChain: CredentialProvider {
    private let providers: [any CredentialProvider]

    /// The order of the AWS SDKs: environment, web identity, container endpoint, shared credentials file, and outside
    /// Lambda an EC2 instance's role.
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
                WebIdentityCredentialProvider(environment: environment, httpClient: httpClient, now: now),
                now: now
            ),
            CachedCredentialProvider(
                ContainerCredentialProvider(environment: environment, httpClient: httpClient),
                now: now
            ),
            CachedCredentialProvider(ProfileCredentialProvider(environment: environment), now: now),
            CachedCredentialProvider(
                InstanceCredentialProvider(environment: environment, httpClient: httpClient, now: now),
                now: now
            ),
        ])
    }

    /// A chain of other sources.
    package init(_ providers: [any CredentialProvider]) {
        self.providers = providers
    }

    /// The credentials of the first source that is set up. Throws `notConfigured` when none is.
    package func credentials() async throws(CredentialError) -> Credentials {
        try await first { (provider) async throws(CredentialError) in try await provider.credentials() }
    }

    /// Other credentials of the first source that is set up.
    package func credentials(replacing refused: Credentials) async throws(CredentialError) -> Credentials {
        try await first { (provider) async throws(CredentialError) in
            try await provider.credentials(replacing: refused)
        }
    }

    private func first(
        _ ask: (any CredentialProvider) async throws(CredentialError) -> Credentials
    ) async throws(CredentialError) -> Credentials {
        for provider in providers {
            do throws(CredentialError) {
                return try await ask(provider)
            } catch {
                guard error == .notConfigured else { throw error }
            }
        }
        throw .notConfigured
    }
}
