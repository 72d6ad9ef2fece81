package import AWSServices
import Cryptography
package import POSIX

/// Turns a presented credential into an identity.
package struct Authenticator: Sendable {
    /// What a credential turned out to be.
    package enum Outcome: Sendable, Equatable {
        case authenticated(Identity)
        case refused(Refusal)
    }

    /// Why a credential is not accepted. The client is told none of it.
    package enum Refusal: String, Sendable, Equatable {
        case missing, malformed, unknown, inactive, expired
    }

    private let masterKey: MasterKey
    private let keys: any KeyStore
    private let masterKeyUnreadable: @Sendable (AWSError) -> Void

    /// - Parameter masterKeyUnreadable: is told when the master key can't be read; virtual keys go on working.
    package init(
        masterKey: MasterKey,
        keys: any KeyStore,
        masterKeyUnreadable: @escaping @Sendable (AWSError) -> Void
    ) {
        self.masterKey = masterKey
        self.keys = keys
        self.masterKeyUnreadable = masterKeyUnreadable
    }

    /// Looks a credential up: the master key first, then a virtual key by its primary key with a consistent read.
    ///
    /// A text that does not have a key's form costs no call.
    package func authenticate(
        _ credential: PresentedCredential?,
        at time: Timestamp
    ) async throws(KeyStoreError) -> Outcome {
        guard let credential else { return .refused(.missing) }
        if await isMasterKey(credential, at: time) { return .authenticated(.administrator) }
        guard let key = APIKey(credential.secret.exposed) else { return .refused(.malformed) }
        guard let record = try await keys.record(id: key.id) else { return .refused(.unknown) }
        guard constantTimeEqual(Array(record.hash.utf8), Array(key.hash.utf8)) else { return .refused(.unknown) }
        if !record.isActive { return .refused(.inactive) }
        if record.isExpired(at: time) { return .refused(.expired) }
        return .authenticated(Identity(record: record))
    }

    private func isMasterKey(_ credential: PresentedCredential, at time: Timestamp) async -> Bool {
        do {
            return try await masterKey.matches(hash: APIKey.hash(of: credential.secret.exposed), at: time)
        } catch {
            masterKeyUnreadable(error)
            return false
        }
    }
}
