import Cryptography
package import POSIX

/// The key of a profile in the shared credentials file: `AWS_PROFILE`, else `default`, in
/// `AWS_SHARED_CREDENTIALS_FILE`, else `~/.aws/credentials`. For engineers' machines.
///
/// Every call reads the file: wrap it in `CachedCredentialProvider`.
package struct ProfileCredentialProvider: CredentialProvider {
    private static let fileVariable = "AWS_SHARED_CREDENTIALS_FILE"
    private static let maxFileBytes = 1 << 20

    private let path: String?
    private let profile: String?

    /// Takes the variables `AWS_SHARED_CREDENTIALS_FILE`, `AWS_PROFILE` and `HOME` from `environment`.
    package init(environment: Environment) {
        profile = environment["AWS_PROFILE"]
        let home = environment["HOME"]
        if let path = environment[Self.fileVariable] {
            self.path = path.hasPrefix("~/") ? home.map { $0 + path.dropFirst() } : path
        } else {
            path = home.map { $0 + "/.aws/credentials" }
        }
    }

    /// Reads the file. Throws `unknownProfile` when `AWS_PROFILE` names one that is not in it.
    package func credentials() async throws(CredentialError) -> Credentials {
        guard let path, File.exists(path) else { throw .notConfigured }
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File.contents(of: path, limit: Self.maxFileBytes)
        } catch {
            throw .unreadableFile(variable: Self.fileVariable, error)
        }
        guard let keys = ProfileFile(parsing: bytes)[profile ?? "default"] else {
            // Asking for a profile by name and silently getting another account's key would be worse than stopping.
            if let profile { throw .unknownProfile(name: profile) }
            throw .notConfigured
        }
        switch (Self.value(keys["aws_access_key_id"]), Self.value(keys["aws_secret_access_key"])) {
        case (nil, nil): throw .notConfigured
        case (nil, _?): throw .incomplete(missing: "aws_access_key_id")
        case (_?, nil): throw .incomplete(missing: "aws_secret_access_key")
        case (let accessKeyID?, let secretAccessKey?):
            return Credentials(
                accessKeyID: accessKeyID,
                secretAccessKey: Secret(secretAccessKey),
                sessionToken: Self.value(keys["aws_session_token"]).map { Secret($0) }
            )
        }
    }

    private static func value(_ text: String?) -> String? {
        text.flatMap { $0.isEmpty ? nil : $0 }
    }
}
