package import AWSServices
import Cryptography
package import POSIX
import Synchronization

/// The administrator's key: from `GATEWAY_MASTER_KEY`, else from the secret that `MASTER_KEY_SECRET_ID` names.
///
/// Only its hash is kept in memory. The secret is read again after five minutes, so that a rotated key takes
/// effect with no deployment; while it can't be read, the last one known holds.
package final class MasterKey: Sendable {
    private struct State {
        var hash: String?
        var readAt: Timestamp?
    }

    private static let lifetimeSeconds: Int64 = 300

    private let state: Mutex<State>
    private let secretID: String?
    private let secrets: SecretsManager

    /// - Parameters:
    ///   - environment: gives `GATEWAY_MASTER_KEY` or `MASTER_KEY_SECRET_ID`. With neither nobody is administrator.
    ///   - secrets: asked only when the environment does not hold the key itself.
    package init(environment: Environment, secrets: SecretsManager) {
        let literal = environment["GATEWAY_MASTER_KEY"]
        state = Mutex(State(hash: literal.map(APIKey.hash(of:)), readAt: nil))
        secretID = literal == nil ? environment["MASTER_KEY_SECRET_ID"] : nil
        self.secrets = secrets
    }

    /// Whether the presented text is the master key, compared in constant time.
    ///
    /// - Throws: what Secrets Manager said, when no master key has been read yet.
    package func matches(hash: String, at time: Timestamp) async throws(AWSError) -> Bool {
        guard let expected = try await currentHash(at: time) else { return false }
        return constantTimeEqual(Array(expected.utf8), Array(hash.utf8))
    }

    private func currentHash(at time: Timestamp) async throws(AWSError) -> String? {
        let known = state.withLock { $0 }
        guard let secretID else { return known.hash }
        if let readAt = known.readAt, time.seconds - readAt.seconds < Self.lifetimeSeconds { return known.hash }
        do {
            let hash = APIKey.hash(of: try await secrets.secretValue(id: secretID).exposed)
            state.withLock { $0 = State(hash: hash, readAt: time) }
            return hash
        } catch {
            guard let hash = known.hash else { throw error }
            return hash
        }
    }
}
