/// A request that its key may make: counted already.
package struct Admission: Sendable, Equatable {
    /// The key's record.
    package let keyID: String
    /// Requests a minute the key may make; nil when it has no such limit.
    package let limit: Int?
    /// Requests left in this minute; nil without a limit.
    package let remaining: Int?
    /// Seconds until the minute ends and the count starts again.
    package let secondsUntilReset: Int
    /// Counters of windows that are over, for settlement to remove.
    let staleCounters: [String]

    /// An admission of a key, by default one without a limit and with nothing to tidy up.
    package init(
        keyID: String,
        limit: Int? = nil,
        remaining: Int? = nil,
        secondsUntilReset: Int = 0,
        staleCounters: [String] = []
    ) {
        self.keyID = keyID
        self.limit = limit
        self.remaining = remaining
        self.secondsUntilReset = secondsUntilReset
        self.staleCounters = staleCounters
    }
}

/// Why a key may not make a request now.
package enum AdmissionRefusal: Error, Sendable, Equatable {
    /// There is no such key, or there is no more.
    case unknownKey
    /// The key is blocked.
    case inactive
    /// The key's time is over.
    case expired
    /// The window's requests are used up; `retryAfter` is the seconds until it ends.
    case rateLimited(window: RateWindow, limit: Int, retryAfter: Int)
}

/// What the store says to a request.
package enum AdmissionOutcome: Sendable, Equatable {
    case admitted(Admission)
    case refused(AdmissionRefusal)
}
