package import Cryptography
package import HTTP

/// The credential a client sent, in any of the three header forms: `Authorization: Bearer KEY`,
/// `X-API-Key: KEY` (Anthropic's SDKs) or `api-key: KEY` (Azure's).
package struct PresentedCredential: Sendable {
    /// What was sent, whatever it may be; it prints as `<redacted>`.
    package let secret: Secret

    /// Takes the first form that is present, in the order above; nil when none is, or it is empty.
    ///
    /// The scheme's name is compared without regard to case (RFC 9110 §11.1).
    package init?(headers: HeaderFields) {
        for candidate in [headers["authorization"].flatMap(Self.bearerToken), headers["x-api-key"], headers["api-key"]]
        {
            if let candidate, !candidate.isEmpty {
                secret = Secret(candidate)
                return
            }
        }
        return nil
    }

    private static func bearerToken(of value: String) -> String? {
        let scheme = "bearer "
        guard value.utf8.count > scheme.utf8.count, value.prefix(scheme.count).lowercased() == scheme else {
            return nil
        }
        return String(value.dropFirst(scheme.count).drop { $0 == " " })
    }
}
