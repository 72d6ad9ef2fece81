/// A source of credentials, asked before every signed request: what is expensive caches by itself.
package protocol CredentialProvider: Sendable {
    /// Credentials that are valid now. Throws `notConfigured` when this source is not set up at all.
    func credentials() async throws(CredentialError) -> Credentials
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
