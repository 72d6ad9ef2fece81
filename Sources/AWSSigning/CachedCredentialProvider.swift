package import POSIX
import Synchronization

/// Keeps another provider's credentials and refreshes them before they expire.
///
/// - From five minutes before the expiration on, one caller refreshes and waits for it; the others go on with what is
///   there. Without valid credentials everybody waits for the same refresh.
/// - A refresh belongs to no caller: cancelling one ends that caller's waiting only.
/// - A failed refresh leaves valid credentials in use, and is tried again ten seconds later. Without valid ones the
///   failure is thrown, and the next call tries again: there is no state that cannot be left.
/// - Credentials without an expiration are asked for again every five minutes, since a file may be replaced.
package final class CachedCredentialProvider: CredentialProvider {
    private typealias Outcome = Result<Credentials, CredentialError>

    private struct State {
        var current: Credentials?
        var refreshAt = Timestamp(millisecondsSinceEpoch: .min)
        var isRefreshing = false
        var waiters: [UInt64: CheckedContinuation<Outcome, Never>] = [:]
        var lastWaiter: UInt64 = 0

        /// What a caller may go on with at once.
        func usable(at time: Timestamp) -> Credentials? {
            guard let current, current.isValid(at: time), time < refreshAt || isRefreshing else { return nil }
            return current
        }
    }

    private enum Step {
        case resume(Outcome)
        case wait
        case startAndWait
    }

    private static let refreshMilliseconds: Int64 = 5 * 60 * 1_000
    private static let retryMilliseconds: Int64 = 10 * 1_000

    private let source: any CredentialProvider
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    /// - Parameters:
    ///   - source: asked once at a time.
    ///   - now: the time expirations are compared with.
    package init(_ source: some CredentialProvider, now: @escaping @Sendable () -> Timestamp = Timestamp.now) {
        self.source = source
        self.now = now
    }

    /// The credentials that are there, or those of a refresh; throws what the refresh did, or `cancelled`.
    package func credentials() async throws(CredentialError) -> Credentials {
        let time = now()
        if let credentials = state.withLock({ $0.usable(at: time) }) { return credentials }
        return try await refreshed(at: time).get()
    }

    /// The outcome of the refresh in flight, which is started when there is none; `cancelled` as soon as the calling
    /// task is.
    private func refreshed(at time: Timestamp) async -> Outcome {
        let waiter = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                switch register(waiter, continuation, at: time) {
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
        at time: Timestamp
    ) -> Step {
        state.withLock { state in
            // Cancelled before this line: the handler has run and found nobody. After it: the handler will find us.
            if Task.isCancelled { return .resume(.failure(.cancelled)) }
            if let credentials = state.usable(at: time) { return .resume(.success(credentials)) }
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
        let (waiters, answer) = state.withLock { state in
            let answer = Self.settle(&state, outcome, at: time)
            defer { state.waiters = [:] }
            return (state.waiters, answer)
        }
        for continuation in waiters.values {
            continuation.resume(returning: answer)
        }
    }

    /// Takes the outcome of a refresh into `state`, and returns what the waiters get.
    private static func settle(_ state: inout State, _ outcome: Outcome, at time: Timestamp) -> Outcome {
        state.isRefreshing = false
        let retryAt = time.advanced(byMilliseconds: retryMilliseconds)
        switch outcome {
        case .success(let credentials):
            state.current = credentials
            // Credentials that live for less than the margin must not be asked for by every call.
            state.refreshAt =
                credentials.expiration.map { max($0.advanced(byMilliseconds: -refreshMilliseconds), retryAt) }
                ?? time.advanced(byMilliseconds: refreshMilliseconds)
            return outcome
        case .failure:
            state.refreshAt = retryAt
            guard let current = state.current, current.isValid(at: time) else { return outcome }
            return .success(current)
        }
    }
}
