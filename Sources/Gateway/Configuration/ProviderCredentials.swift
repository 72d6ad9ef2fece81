package import AWSServices
package import Cryptography
import JSON
package import POSIX
import Synchronization

/// Resolves `os.environ/NAME` for providers: an environment variable first, else a member of the JSON object in
/// the secret that `PROVIDER_SECRETS_ID` names. The secret is read when first needed and kept for five minutes.
package final class ProviderCredentials: Sendable {
    /// Why a credential is not to be had. `description` names variables and secrets, never values.
    package enum Problem: Error, Sendable, CustomStringConvertible {
        case notSet(name: String)
        case unreadable(name: String, reason: String)

        package var description: String {
            switch self {
            case .notSet(let name):
                "\(name) is not set: set the environment variable, or add it to the provider-keys secret"
            case .unreadable(let name, let reason):
                "\(name) is not set in the environment, and the provider-keys secret can't be read: \(reason)"
            }
        }
    }

    private struct Cache {
        var values: [String: Secret] = [:]
        /// The secret is not read again before; nil when it has not been read.
        var freshUntil: Timestamp?
        /// Why the secret could not be read, when it never could.
        var failure: String?
    }

    private static let lifetime: Int64 = 300_000
    /// A secret that can't be read is not asked for with every request: each try may take seconds.
    private static let retryInterval: Int64 = 30_000

    private let environment: Environment
    private let secrets: SecretsManager
    private let cache = Mutex(Cache())

    package init(environment: Environment, secrets: SecretsManager) {
        self.environment = environment
        self.secrets = secrets
    }

    /// The credential that a reference stands for.
    package func resolve(_ reference: SecretReference, at time: Timestamp) async throws(Problem) -> Secret {
        switch reference {
        case .literal(let secret): return secret
        case .named(let name):
            if let value = environment[name] { return Secret(value) }
            guard let value = try await storedValues(for: name, at: time)[name] else { throw .notSet(name: name) }
            return value
        }
    }

    private func storedValues(for name: String, at time: Timestamp) async throws(Problem) -> [String: Secret] {
        guard let id = environment["PROVIDER_SECRETS_ID"] else { return [:] }
        let known = cache.withLock { $0 }
        var result = known
        if known.freshUntil.map({ time < $0 }) != true {
            do {
                result = Cache(values: Self.members(of: try await secrets.secretValue(id: id)))
                result.freshUntil = time.advanced(byMilliseconds: Self.lifetime)
                let read = result
                cache.withLock { $0 = read }
            } catch {
                result = cache.withLock { cache in
                    // Another request may have read it meanwhile; its word is the newer one. Keys that were read before
                    // go on working while Secrets Manager does not.
                    if cache.freshUntil == known.freshUntil {
                        let wasRead = cache.freshUntil != nil && cache.failure == nil
                        cache.failure = wasRead ? nil : error.description
                        cache.freshUntil = time.advanced(byMilliseconds: Self.retryInterval)
                    }
                    return cache
                }
            }
        }
        if let failure = result.failure { throw .unreadable(name: name, reason: failure) }
        return result.values
    }

    /// The string members of the secret's JSON object; a secret that is not one holds none.
    private static func members(of secret: Secret) -> [String: Secret] {
        guard let object = try? JSONValue(parsing: Array(secret.exposed.utf8)).object else { return [:] }
        var values: [String: Secret] = [:]
        for member in object {
            if let value = member.value.string, !value.isEmpty { values[member.key] = Secret(value) }
        }
        return values
    }
}
