import Cryptography
package import POSIX

/// The key in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`: Lambda's own, fixed for the life of
/// the execution environment, so they have no expiration.
package struct EnvironmentCredentialProvider: CredentialProvider {
    private let result: Result<Credentials, CredentialError>

    /// Reads the three variables once.
    package init(environment: Environment) {
        let accessKeyID = environment["AWS_ACCESS_KEY_ID"]
        let secretAccessKey = environment["AWS_SECRET_ACCESS_KEY"]
        result =
            switch (accessKeyID, secretAccessKey) {
            case (nil, nil): .failure(.notConfigured)
            case (nil, _?): .failure(.incomplete(missing: "AWS_ACCESS_KEY_ID"))
            case (_?, nil): .failure(.incomplete(missing: "AWS_SECRET_ACCESS_KEY"))
            case (let accessKeyID?, let secretAccessKey?):
                .success(
                    Credentials(
                        accessKeyID: accessKeyID,
                        secretAccessKey: Secret(secretAccessKey),
                        sessionToken: environment["AWS_SESSION_TOKEN"].map { Secret($0) }
                    )
                )
            }
    }

    /// The credentials of the environment. Throws `incomplete` for half a key.
    package func credentials() async throws(CredentialError) -> Credentials {
        try result.get()
    }
}
