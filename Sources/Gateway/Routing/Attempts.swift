import POSIX

/// Tries a plan's deployments one after the other until one answers.
package struct Attempts: Sendable {
    private let plan: Plan
    private let limit: Int
    private let deadline: UInt64

    /// - Parameters:
    ///   - retries: how many deployments may be tried after the first.
    ///   - deadline: no attempt begins after it, in nanoseconds of the monotonic clock.
    package init(plan: Plan, retries: Int, deadline: UInt64) {
        self.plan = plan
        limit = retries + 1
        self.deadline = deadline
    }

    /// The first success.
    ///
    /// - Parameters:
    ///   - attempt: one try with one deployment, before anything has reached the client.
    ///   - failed: is told of each failure.
    /// - Throws: the last failure, when every deployment failed, the request itself is at fault, or time is up.
    package func firstSuccess<Success>(
        _ attempt: (Deployment) async throws(ProviderFailure) -> Success,
        failed: (Deployment, ProviderFailure) -> Void
    ) async throws(ProviderFailure) -> (value: Success, deployment: Deployment, count: Int) {
        var last = ProviderFailure.timedOut
        for (index, deployment) in plan.deployments.prefix(limit).enumerated() {
            if index > 0, MonotonicClock.nanoseconds() >= deadline { break }
            do {
                return (try await attempt(deployment), deployment, index + 1)
            } catch {
                failed(deployment, error)
                last = error
                if !error.mayBeRetriedElsewhere { break }
            }
        }
        throw last
    }
}
