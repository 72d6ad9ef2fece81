import Accounts
import JSON
import POSIX
import Telemetry

/// What is known of a request when it is over: the source of its log line and its metrics.
struct RequestRecord {
    /// When the request arrived.
    let startedAt: Timestamp
    /// The same moment on the monotonic clock, in nanoseconds.
    let startedNanoseconds: UInt64
    /// The route: `GET /api/v1/products/{id}`.
    let route: String
    /// The status that was answered; 499 when the client went away before.
    var status = 0
    /// Who asked.
    var identity: Identity?
    /// The error that was answered.
    var error: APIError?

    init(startedAt: Timestamp, startedNanoseconds: UInt64, route: String) {
        self.startedAt = startedAt
        self.startedNanoseconds = startedNanoseconds
        self.route = route
    }

    /// 4xx are the client's business and 5xx ours.
    var logLevel: LogLevel { status >= 500 ? .error : .info }

    /// What the log line says.
    var fields: JSONObject {
        var fields: JSONObject = ["route": .string(route), "status": .number(JSONNumber(status))]
        if case .key(let id) = identity?.principal { fields["apiKeyId"] = .string(id) }
        fields["userId"] = identity?.userID.map { .string($0) }
        fields["error"] = error.map { .string($0.message) }
        fields["errorDetail"] = error?.detail.map { .string($0) }
        return fields
    }

    /// What is counted.
    func metrics(environmentName: String) -> MetricSet {
        var metrics = MetricSet(dimensions: [("Environment", environmentName)])
        metrics.record(.requests, 1)
        metrics.record(.clientErrors, (400..<500).contains(status) ? 1 : 0)
        metrics.record(.serverErrors, status >= 500 ? 1 : 0)
        metrics.record(.latency, Double((MonotonicClock.nanoseconds() &- startedNanoseconds) / 1_000) / 1_000)
        return metrics
    }
}
