package import Cryptography

/// Where a provider's credential comes from.
package enum SecretReference: Sendable {
    /// It stands in the configuration itself.
    case literal(Secret)
    /// `os.environ/NAME`: an environment variable, else a member of the provider-keys secret.
    case named(String)

    private static let prefix = "os.environ/"

    /// LiteLLM's two ways to write one.
    package init(_ text: String) {
        if let name = Self.environmentName(in: text) {
            self = .named(name)
        } else {
            self = .literal(Secret(text))
        }
    }

    /// The variable's name when the text has the form `os.environ/NAME`.
    static func environmentName(in text: String) -> String? {
        text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
    }
}
