package import Accounts
import HTTP
package import JSON
package import POSIX
package import Telemetry

/// What is known of a request when it is over: the source of its log line and its metrics.
package struct RequestRecord: Sendable {
    /// When the request arrived.
    package let startedAt: Timestamp
    /// The same moment on the monotonic clock, in nanoseconds.
    package let startedNanoseconds: UInt64
    /// The method, and the path as the route table writes it: `GET /api/v1/products/{id}`.
    package let route: String
    /// Who asked; nil on open routes.
    package let identity: Identity?
    /// The trace the request belongs to; nil where nobody traces.
    package let trace: TraceID?
    /// The status that was answered; 499 when the client went away before.
    package var status = 0
    /// The error that was answered.
    package var error: GatewayError?
    /// What the route adds to the log line.
    package var details: JSONObject = [:]
    /// What the route adds to the metrics' dimensions.
    package var dimensions: [(name: String, value: String)] = []
    /// What the route measured.
    package var measurements: [(metric: Metric, value: Double)] = []

    /// The request as it arrives. `traceHeader` is the invocation's, as X-Ray writes it.
    package init(
        route: String,
        identity: Identity?,
        traceHeader: String?,
        startedAt: Timestamp,
        startedNanoseconds: UInt64
    ) {
        self.route = route
        self.identity = identity
        trace = traceHeader.flatMap(TraceID.init(header:))
        self.startedAt = startedAt
        self.startedNanoseconds = startedNanoseconds
    }

    /// nginx's status for a client that closed the connection; nobody receives it.
    package static let clientGone = 499

    /// Milliseconds since the request arrived, to the microsecond.
    package func elapsedMilliseconds() -> Double {
        MonotonicClock.milliseconds(since: startedNanoseconds)
    }

    /// 4xx are the client's business and 5xx ours, be it told in an event of a stream that began with 200.
    var logLevel: LogLevel { hasServerError ? .error : .info }

    private var hasServerError: Bool { status >= 500 || (error?.kind.status.rawValue ?? 0) >= 500 }

    var fields: JSONObject {
        var fields: JSONObject = ["route": .string(route), "status": .number(JSONNumber(status))]
        if case .key(let id) = identity?.principal { fields["apiKeyId"] = .string(id) }
        fields["userId"] = identity?.userID.map { .string($0) }
        // CloudWatch and X-Ray find a trace's lines by this name.
        fields["xray_trace_id"] = (trace?.text).map { .string($0) }
        for detail in details { fields[detail.key] = detail.value }
        fields["error"] = error.map { .string($0.message) }
        fields["errorDetail"] = error?.detail.map { .string($0) }
        return fields
    }

    func metrics(environmentName: String) -> MetricSet {
        var metrics = MetricSet(dimensions: [("Environment", environmentName)] + dimensions)
        metrics.record(.requests, 1)
        metrics.record(.clientErrors, (400..<500).contains(status) ? 1 : 0)
        metrics.record(.serverErrors, hasServerError ? 1 : 0)
        metrics.record(.latency, elapsedMilliseconds())
        for (metric, value) in measurements { metrics.record(metric, value) }
        return metrics
    }
}
