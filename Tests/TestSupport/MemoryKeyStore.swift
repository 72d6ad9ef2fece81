package import Accounts
package import POSIX
import Synchronization

/// Keys in memory, which notes what it was asked. Admission knows no limits but what a test says.
package final class MemoryKeyStore: KeyStore {
    private struct State {
        var records: [String: KeyRecord] = [:]
        var lookups: [String] = []
        var outcome: AdmissionOutcome?
        var admissions: [String] = []
        var settlements: [Admission] = []
        var failure: KeyStoreError?
    }

    private let state = Mutex(State())

    /// A store that holds these records.
    package init(_ records: [KeyRecord] = []) {
        state.withLock { state in
            for record in records { state.records[record.id] = record }
        }
    }

    /// The keys that were looked up, in order.
    package var lookups: [String] { state.withLock { $0.lookups } }
    /// The keys that asked for admission, in order.
    package var admissions: [String] { state.withLock { $0.admissions } }
    /// The admissions that were settled, in order.
    package var settlements: [Admission] { state.withLock { $0.settlements } }

    /// From now on every admission ends so.
    package func answer(_ outcome: AdmissionOutcome) { state.withLock { $0.outcome = outcome } }
    /// From now on everything fails.
    package func fail(_ error: KeyStoreError) { state.withLock { $0.failure = error } }

    package func create(_ record: KeyRecord) async throws(KeyStoreError) {
        try withState { $0.records[record.id] = record }
    }

    package func record(id: String) async throws(KeyStoreError) -> KeyRecord? {
        try withState { state in
            state.lookups.append(id)
            return state.records[id]
        }
    }

    package func delete(id: String) async throws(KeyStoreError) -> KeyRecord? {
        try withState { $0.records.removeValue(forKey: id) }
    }

    package func admit(keyID: String, at time: Timestamp) async throws(KeyStoreError) -> AdmissionOutcome {
        try withState { state in
            state.admissions.append(keyID)
            if let outcome = state.outcome { return outcome }
            return state.records[keyID] == nil ? .refused(.unknownKey) : .admitted(Admission(keyID: keyID))
        }
    }

    package func settle(_ admission: Admission) async throws(KeyStoreError) {
        try withState { $0.settlements.append(admission) }
    }

    private func withState<Value: Sendable>(_ body: (inout State) -> Value) throws(KeyStoreError) -> Value {
        try state.withLock { (state) throws(KeyStoreError) in
            if let failure = state.failure { throw failure }
            return body(&state)
        }
    }
}
