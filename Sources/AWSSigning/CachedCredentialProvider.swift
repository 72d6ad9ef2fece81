package import POSIX
import Synchronization

/// Keeps another provider's credentials and refreshes them before they expire.
///
/// - From about five minutes before the expiration on, one caller refreshes and waits for it; the others go on with
///   what is there. Without valid credentials everybody waits for the same refresh.
/// - A refresh belongs to no caller: cancelling one ends that caller's waiting only.
/// - A failed refresh leaves valid credentials in use. Without valid ones the failure is thrown, and remembered until
///   the next try is due: each try may take seconds, and a caller that waits with every request is an outage. There is
///   no state that cannot be left (`RefreshSchedule` says when tries are due).
/// - Credentials without an expiration are asked for again every five minutes, since a file may be replaced.
/// - Credentials that seem to have expired when they come are used until the next try is due: this machine's clock may
///   be ahead, and EC2's metadata service gives its last ones while it has no others. AWS says whether they hold.
/// - Credentials that a service refuses are asked for again at once, unless they are new. Whoever had them refused
///   waits for a refresh that is under way.
package final class CachedCredentialProvider: CredentialProvider {
    private typealias Outcome = Result<Credentials, CredentialError>

    private struct State {
        var current: Credentials?
        /// Why the last refresh failed; nil after one that did not.
        var failure: CredentialError?
        var schedule = RefreshSchedule()
        var isRefreshing = false
        var waiters: [UInt64: CheckedContinuation<Outcome, Never>] = [:]
        var lastWaiter: UInt64 = 0

        /// What a caller may go on with at once; nil when there is to be a refresh, or to be waited for one.
        ///
        /// - Parameter refused: what the caller cannot go on with while others may be on their way.
        func known(at time: Timestamp, replacing refused: Credentials?) -> Outcome? {
            let valid = current.flatMap { $0.isValid(at: time) ? $0 : nil }
            if isRefreshing { return valid == refused ? nil : valid.map(Outcome.success) }
            if schedule.isDue(at: time) { return nil }
            if valid == nil, let failure { return .failure(failure) }
            return current.map(Outcome.success)
        }
    }

    private enum Step {
        case resume(Outcome)
        case wait
        case startAndWait
    }

    private let source: any CredentialProvider
    private let now: @Sendable () -> Timestamp
    private let random: @Sendable () -> Double
    private let state = Mutex(State())

    /// - Parameters:
    ///   - source: asked once at a time.
    ///   - now: the time expirations are compared with.
    ///   - random: a number in 0..<1 for each refresh, so that sandboxes that started together do not refresh together.
    package init(
        _ source: some CredentialProvider,
        now: @escaping @Sendable () -> Timestamp = Timestamp.now,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.source = source
        self.now = now
        self.random = random
    }

    /// The credentials that are there, or those of a refresh; throws what the refresh did, or `cancelled`.
    package func credentials() async throws(CredentialError) -> Credentials {
        try await credentials(at: now(), replacing: nil)
    }

    /// The credentials of a refresh, unless those that are there are others already, or so new that asking again would
    /// bring the same.
    package func credentials(replacing refused: Credentials) async throws(CredentialError) -> Credentials {
        let time = now()
        state.withLock { state in
            if state.current == refused, state.schedule.mayAskAgain(at: time) { state.schedule.askNow() }
        }
        return try await credentials(at: time, replacing: refused)
    }

    private func credentials(
        at time: Timestamp,
        replacing refused: Credentials?
    ) async throws(CredentialError) -> Credentials {
        if let outcome = state.withLock({ $0.known(at: time, replacing: refused) }) { return try outcome.get() }
        return try await refreshed(at: time, replacing: refused).get()
    }

    /// The outcome of the refresh in flight, which is started when there is none; `cancelled` as soon as the calling
    /// task is.
    private func refreshed(at time: Timestamp, replacing refused: Credentials?) async -> Outcome {
        let waiter = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                switch register(waiter, continuation, at: time, replacing: refused) {
                case .resume(let outcome): continuation.resume(returning: outcome)
                case .wait: break
                // Nobody cancels this task and it keeps this object alive: the refresh outlives whoever caused it.
                case .startAndWait: Task { await self.refresh() }
                }
            }
        } onCancel: {
            let continuation = state.withLock { $0.waiters.removeValue(forKey: waiter) }
            continuation?.resume(returning: .failure(.cancelled))
        }
    }

    private func register(
        _ waiter: UInt64,
        _ continuation: CheckedContinuation<Outcome, Never>,
        at time: Timestamp,
        replacing refused: Credentials?
    ) -> Step {
        state.withLock { state in
            // Cancelled before this line: the handler has run and found nobody. After it: the handler will find us.
            if Task.isCancelled { return .resume(.failure(.cancelled)) }
            if let outcome = state.known(at: time, replacing: refused) { return .resume(outcome) }
            state.waiters[waiter] = continuation
            defer { state.isRefreshing = true }
            return state.isRefreshing ? .wait : .startAndWait
        }
    }

    private func refresh() async {
        let outcome: Outcome
        do throws(CredentialError) {
            outcome = .success(try await source.credentials())
        } catch {
            outcome = .failure(error)
        }
        let time = now()
        let jitter = random()
        let (waiters, answer) = state.withLock { state in
            let answer = Self.settle(&state, outcome, at: time, jitter: jitter)
            defer { state.waiters = [:] }
            return (state.waiters, answer)
        }
        for continuation in waiters.values {
            continuation.resume(returning: answer)
        }
    }

    /// Takes the outcome of a refresh into `state`, and returns what the waiters get.
    private static func settle(
        _ state: inout State,
        _ outcome: Outcome,
        at time: Timestamp,
        jitter: Double
    ) -> Outcome {
        state.isRefreshing = false
        switch outcome {
        case .success(let credentials):
            state.current = credentials
            state.failure = nil
            state.schedule.succeeded(at: time, expiration: credentials.expiration, jitter: jitter)
            return outcome
        case .failure(let failure):
            let current = state.current.flatMap { $0.isValid(at: time) ? $0 : nil }
            state.failure = failure
            state.schedule.failed(at: time, current: current, jitter: jitter)
            return current.map(Outcome.success) ?? outcome
        }
    }
}
