/// How many requests a key may make; nil is unlimited.
package struct RateLimit: Sendable, Equatable {
    /// Requests in a clock minute (UTC).
    package var requestsPerMinute: Int?

    package init(requestsPerMinute: Int? = nil) {
        self.requestsPerMinute = requestsPerMinute
    }

    /// The limit of one window.
    package subscript(window: RateWindow) -> Int? {
        switch window {
        case .minute: requestsPerMinute
        }
    }
}
