import JSON
package import POSIX
import Telemetry

/// What is known of a request when it is over: the source of its log line, its metrics and its headers.
package struct RequestRecord: Sendable {
    /// When the request arrived.
    package let startedAt: Timestamp
    /// The same moment on the monotonic clock, in nanoseconds.
    package let startedNanoseconds: UInt64
    /// Ours, and unique, whatever request id the client chose: `x-litellm-call-id`.
    package let callID: String
    /// The route: `POST /v1/chat/completions`.
    package var route = ""
    /// The status that was answered; 499 when the client went away before.
    package var status = 0
    /// The identity's key; nil for the administrator and open routes.
    package var keyID: String?
    /// The user whose key it is.
    package var userID: String?
    /// What the client asked for.
    package var modelGroup: String?
    /// The deployment that answered, or was tried last.
    package var deployment: Deployment?
    /// How many deployments were tried.
    package var attempts = 0
    /// Whether the answer was streamed.
    package var isStreamed = false
    /// Tokens, as the provider counted them.
    package var usage: Usage?
    /// Nanoseconds spent waiting for providers.
    package var providerNanoseconds: UInt64 = 0
    /// Nanoseconds until the first event of a stream left.
    package var firstEventNanoseconds: UInt64?
    /// The error that was answered.
    package var error: GatewayError?

    package init(startedAt: Timestamp, startedNanoseconds: UInt64, callID: String) {
        self.startedAt = startedAt
        self.startedNanoseconds = startedNanoseconds
        self.callID = callID
    }

    /// US dollars; nil without usage or without the deployment's prices.
    package var cost: Double? {
        guard let usage, let prices = deployment?.prices else { return nil }
        return prices.cost(of: usage)
    }

    /// Milliseconds since the request arrived.
    package func elapsedMilliseconds(at nanoseconds: UInt64 = MonotonicClock.nanoseconds()) -> Double {
        Self.milliseconds(nanoseconds &- startedNanoseconds)
    }

    /// Milliseconds that were not spent waiting for providers.
    package func overheadMilliseconds(at nanoseconds: UInt64 = MonotonicClock.nanoseconds()) -> Double {
        max(0, elapsedMilliseconds(at: nanoseconds) - Self.milliseconds(providerNanoseconds))
    }

    /// To the microsecond.
    static func milliseconds(_ nanoseconds: UInt64) -> Double {
        Double(nanoseconds / 1_000) / 1_000
    }
}

/// The log line.
extension RequestRecord {
    /// 4xx are the client's business and 5xx ours.
    var logLevel: LogLevel { status >= 500 ? .error : .info }

    var fields: JSONObject {
        var fields: JSONObject = [
            "route": .string(route), "status": .number(JSONNumber(status)), "callId": .string(callID),
            "streamed": .bool(isStreamed),
        ]
        fields["apiKeyId"] = keyID.map { .string($0) }
        fields["userId"] = userID.map { .string($0) }
        fields["deployment"] = deployment.map { .string($0.id) }
        fields["model"] = deployment.map { .string($0.model) }
        if attempts > 0 { fields["attempts"] = .number(JSONNumber(attempts)) }
        if let error {
            fields["error"] = .string(error.message)
            fields["errorDetail"] = error.detail.map { .string($0) }
        }
        return fields
    }

    func metrics(environmentName: String) -> MetricSet {
        var dimensions = [(name: "Environment", value: environmentName)]
        if let modelGroup, let deployment {
            dimensions.append(("ModelGroup", modelGroup))
            dimensions.append(("Provider", deployment.provider))
        }
        var metrics = MetricSet(dimensions: dimensions)
        let now = MonotonicClock.nanoseconds()
        metrics.record(.requests, 1)
        metrics.record(.clientErrors, (400..<500).contains(status) ? 1 : 0)
        metrics.record(.serverErrors, status >= 500 ? 1 : 0)
        metrics.record(.latency, elapsedMilliseconds(at: now))
        metrics.record(.overhead, overheadMilliseconds(at: now))
        if let firstEventNanoseconds {
            metrics.record(.timeToFirstToken, Self.milliseconds(firstEventNanoseconds))
        }
        if let usage {
            metrics.record(.promptTokens, Double(usage.promptTokens))
            metrics.record(.completionTokens, Double(usage.completionTokens))
        }
        if let cost { metrics.record(.cost, cost) }
        return metrics
    }
}
