package import Cryptography
package import POSIX

/// What AWS requests are signed with.
package struct Credentials: Sendable, Equatable {
    /// The id of the access key. It is not secret: every signed request shows it.
    package var accessKeyID: String
    /// The secret half of the access key.
    package var secretAccessKey: Secret
    /// The token that goes with temporary credentials; nil with an IAM user's own key.
    package var sessionToken: Secret?
    /// When AWS stops accepting them; nil when the source states no end.
    package var expiration: Timestamp?

    /// Credentials, by default without an end.
    package init(
        accessKeyID: String,
        secretAccessKey: Secret,
        sessionToken: Secret? = nil,
        expiration: Timestamp? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }

    /// Whether AWS still accepts them at `time`.
    package func isValid(at time: Timestamp) -> Bool {
        expiration.map { time < $0 } ?? true
    }
}
