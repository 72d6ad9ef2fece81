/// A source of credentials, asked before every signed request: what is expensive caches by itself.
package protocol CredentialProvider: Sendable {
    /// Credentials that are valid now. Throws `notConfigured` when this source is not set up at all.
    func credentials() async throws(CredentialError) -> Credentials

    /// Credentials to try instead of some that a service has refused though they have not expired: a role's session
    /// was revoked, or a key rotated. The same again when the source has no others.
    func credentials(replacing refused: Credentials) async throws(CredentialError) -> Credentials
}

extension CredentialProvider {
    /// What the source has now: right for whatever asks anew each time, or never changes.
    package func credentials(replacing refused: Credentials) async throws(CredentialError) -> Credentials {
        try await credentials()
    }
}

/// Credentials known beforehand.
package struct StaticCredentialProvider: CredentialProvider {
    private let fixed: Credentials

    /// A provider that always gives `credentials`.
    package init(_ credentials: Credentials) {
        fixed = credentials
    }

    /// The credentials it was made with.
    package func credentials() async throws(CredentialError) -> Credentials {
        fixed
    }
}
