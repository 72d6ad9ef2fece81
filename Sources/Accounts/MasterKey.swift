package import AWSServices
import Cryptography
package import POSIX
import Synchronization

/// The administrator's key: from `GATEWAY_MASTER_KEY`, else from the secret that `MASTER_KEY_SECRET_ID` names.
///
/// Only its hash is kept in memory. The secret is read again after five minutes, so that a rotated key takes
/// effect with no deployment; while it can't be read, the last one known holds and a try is made every half minute.
package final class MasterKey: Sendable {
    private struct State {
        var hash: String?
        /// The secret is not read again before; nil when it has not been read.
        var freshUntil: Timestamp?
        /// What the last try ended with, when there is no hash.
        var failure: AWSError?
    }

    private static let lifetime: Int64 = 300_000
    /// A secret that can't be read is not asked for with every request: each try may take seconds.
    private static let retryInterval: Int64 = 30_000

    private let state: Mutex<State>
    private let secretID: String?
    private let secrets: SecretsManager

    /// - Parameters:
    ///   - environment: gives `GATEWAY_MASTER_KEY` or `MASTER_KEY_SECRET_ID`. With neither nobody is administrator.
    ///   - secrets: asked only when the environment does not hold the key itself.
    package init(environment: Environment, secrets: SecretsManager) {
        let literal = environment["GATEWAY_MASTER_KEY"]
        state = Mutex(State(hash: literal.map(APIKey.hash(of:))))
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
        if let freshUntil = known.freshUntil, time < freshUntil {
            if let failure = known.failure { throw failure }
            return known.hash
        }
        do {
            let hash = APIKey.hash(of: try await secrets.secretValue(id: secretID).exposed)
            let fresh = State(hash: hash, freshUntil: time.advanced(byMilliseconds: Self.lifetime))
            state.withLock { $0 = fresh }
            return hash
        } catch {
            let result = state.withLock { state in
                // Another request may have read it meanwhile; its word is the newer one.
                if state.freshUntil == known.freshUntil {
                    state.freshUntil = time.advanced(byMilliseconds: Self.retryInterval)
                    state.failure = state.hash == nil ? error : nil
                }
                return state
            }
            if let failure = result.failure { throw failure }
            return result.hash
        }
    }
}
