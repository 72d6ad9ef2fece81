import AWSSigning

/// A source of credentials that answers when, and what, a test says.
actor ScriptedSource: CredentialProvider {
    private typealias Outcome = Result<Credentials, CredentialError>

    private(set) var calls = 0
    private var answers: [Outcome] = []
    private var pending: [CheckedContinuation<Outcome, Never>] = []
    private var observers: [(call: Int, continuation: CheckedContinuation<Void, Never>)] = []

    func credentials() async throws(CredentialError) -> Credentials {
        calls += 1
        observers.removeAll { observer in
            guard observer.call <= calls else { return false }
            observer.continuation.resume()
            return true
        }
        if !answers.isEmpty { return try answers.removeFirst().get() }
        return try await withCheckedContinuation { pending.append($0) }.get()
    }

    /// Answers the call that has waited longest, or the next.
    func answer(_ outcome: Result<Credentials, CredentialError>) {
        if pending.isEmpty {
            answers.append(outcome)
        } else {
            pending.removeFirst().resume(returning: outcome)
        }
    }

    /// Returns when so many calls have been made.
    func waitForCall(_ call: Int) async {
        if calls >= call { return }
        await withCheckedContinuation { observers.append((call, $0)) }
    }
}
