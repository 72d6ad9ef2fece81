package import POSIX

/// Where virtual keys are kept, with the operations the product's walk needs. Each is atomic in the store's
/// own way, across every sandbox.
package protocol KeyStore: Sendable {
    /// Keeps a new key.
    func create(_ record: KeyRecord) async throws(KeyStoreError)

    /// The record of a key, read consistently: a deletion that has returned is seen.
    func record(id: String) async throws(KeyStoreError) -> KeyRecord?

    /// Removes a key; the record that was removed, nil when there was none.
    func delete(id: String) async throws(KeyStoreError) -> KeyRecord?

    /// Checks that the key is active, not expired and within its limits, and counts the request, in one step.
    func admit(keyID: String, at time: Timestamp) async throws(KeyStoreError) -> AdmissionOutcome

    /// Tidies up after an admitted request, once its answer is out.
    func settle(_ admission: Admission) async throws(KeyStoreError)
}

/// The store could not answer. `description` is for the log; it names no key.
package enum KeyStoreError: Error, Sendable, CustomStringConvertible {
    /// The table does not exist: a deployment or configuration fault.
    case missingTable(name: String)
    /// The function's role may not use the table.
    case accessDenied(table: String)
    /// The table refuses the request itself: an item that is too large.
    case refused
    /// Throttled, unreachable or failing; may pass.
    case unavailable(reason: String)

    package var description: String {
        switch self {
        case .missingTable(let name): "the table \(name) does not exist (see API_KEY_TABLE_NAME)"
        case .accessDenied(let table): "access to the table \(table) is denied (see the function's role)"
        case .refused: "the table refused the request"
        case .unavailable(let reason): "the key store is unavailable: \(reason)"
        }
    }
}
