import HTTP
import JSON
import POSIX
import Serving
import Telemetry

/// What is known of a completion when it is over: the models' part of a request's headers, log line and metrics.
struct CompletionRecord: Sendable {
    /// Ours, and unique, whatever request id the client chose: `x-litellm-call-id`.
    let callID: String
    /// The model group that was asked for.
    var modelGroup: String?
    /// The deployment that answered, or was tried last.
    var deployment: Deployment?
    /// How many deployments were tried.
    var attempts = 0
    /// Whether the answer was streamed.
    var isStreamed = false
    /// Tokens, as the provider counted them.
    var usage: Usage?
    /// Milliseconds spent waiting for providers.
    var providerMilliseconds = 0.0
    /// Milliseconds until the first event of a stream left.
    var firstEventMilliseconds: Double?

    init(callID: String) {
        self.callID = callID
    }

    /// US dollars; nil without usage or without the deployment's prices.
    var cost: Double? {
        guard let usage, let prices = deployment?.prices else { return nil }
        return prices.cost(of: usage)
    }

    /// LiteLLM's headers, so that users' tools keep working: those of a model's answer once a model group is known. The
    /// cost is known only when a buffered answer is there.
    func headers(contentType: String, elapsedMilliseconds elapsed: Double) -> HeaderFields {
        guard let modelGroup else { return ["content-type": contentType, "x-litellm-call-id": callID] }
        var headers: HeaderFields = [
            "content-type": contentType,
            "x-litellm-call-id": callID,
            "x-litellm-model-group": modelGroup,
            "x-litellm-cache-hit": "False",
            "x-litellm-response-duration-ms": String(elapsed),
            "x-litellm-overhead-duration-ms": String(overheadMilliseconds(of: elapsed)),
            "x-litellm-attempted-retries": String(max(0, attempts - 1)),
            "x-litellm-attempted-fallbacks": "0",
        ]
        headers["x-litellm-model-id"] = deployment?.id
        headers["x-litellm-response-cost"] = cost.map { String($0) }
        return headers
    }

    /// Adds what is known to the request's record.
    func complete(_ record: inout RequestRecord) {
        record.details["callId"] = .string(callID)
        guard let modelGroup else { return }
        record.details["streamed"] = .bool(isStreamed)
        record.details["deployment"] = deployment.map { .string($0.id) }
        record.details["model"] = deployment.map { .string($0.model) }
        record.details["attempts"] = .number(JSONNumber(attempts))
        if let deployment {
            record.dimensions = [("ModelGroup", modelGroup), ("Provider", deployment.provider)]
        }
        record.measurements.append((.overhead, overheadMilliseconds(of: record.elapsedMilliseconds())))
        if let firstEventMilliseconds { record.measurements.append((.timeToFirstToken, firstEventMilliseconds)) }
        if let usage {
            record.measurements.append((.promptTokens, Double(usage.promptTokens)))
            record.measurements.append((.completionTokens, Double(usage.completionTokens)))
        }
        if let cost { record.measurements.append((.cost, cost)) }
    }

    /// The part of a time that was not spent waiting for providers, to the microsecond.
    private func overheadMilliseconds(of elapsed: Double) -> Double {
        (max(0, elapsed - providerMilliseconds) * 1_000).rounded() / 1_000
    }
}
