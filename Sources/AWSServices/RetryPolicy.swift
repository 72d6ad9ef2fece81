/// How often and after what pauses a call is tried again.
package struct RetryPolicy: Sendable {
    /// The greatest number of attempts, the first included.
    package var maxAttempts: Int
    /// The longest pause after the first attempt; it doubles with each.
    package var baseDelay: Duration
    /// The same after an answer that says that the service is asked too often: it will say so for a while.
    package var throttledDelay: Duration
    /// The longest pause of all.
    package var maxDelay: Duration
    /// A number in 0..<1 for each pause: full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter").
    package var random: @Sendable () -> Double
    /// Waits so long; throws when the task is cancelled.
    package var pause: @Sendable (Duration) async throws -> Void

    /// By default four attempts, 50 ms doubling, 200 ms when throttled, up to 5 s, the system's randomness and clock.
    package init(
        maxAttempts: Int = 4,
        baseDelay: Duration = .milliseconds(50),
        throttledDelay: Duration = .milliseconds(200),
        maxDelay: Duration = .seconds(5),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.maxAttempts = maxAttempts
        self.baseDelay = baseDelay
        self.throttledDelay = throttledDelay
        self.maxDelay = maxDelay
        self.random = random
        self.pause = pause
    }

    /// The pause after so many failed attempts, 1 or more: anything up to the delay × 2^(attempts − 1), and up to
    /// `maxDelay`.
    func delay(afterAttempts attempts: Int, isThrottled: Bool = false) -> Duration {
        let first = isThrottled ? throttledDelay : baseDelay
        return min(first * (1 << min(attempts - 1, 16)), maxDelay) * random()
    }
}
