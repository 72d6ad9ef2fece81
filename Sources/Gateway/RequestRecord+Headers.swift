import Accounts
package import HTTP

/// LiteLLM's response headers, so that users' tools keep working.
extension RequestRecord {
    /// The headers of an answer that came from a deployment. The cost is known only once a buffered answer is there.
    package func headers(contentType: String) -> HeaderFields {
        var headers: HeaderFields = [
            "content-type": contentType,
            "x-litellm-call-id": callID,
            "x-litellm-cache-hit": "False",
            "x-litellm-response-duration-ms": String(elapsedMilliseconds()),
            "x-litellm-overhead-duration-ms": String(overheadMilliseconds()),
            "x-litellm-attempted-retries": String(max(0, attempts - 1)),
            "x-litellm-attempted-fallbacks": "0",
        ]
        headers["x-litellm-model-group"] = modelGroup
        headers["x-litellm-model-id"] = deployment?.id
        headers["x-litellm-response-cost"] = cost.map { String($0) }
        return headers
    }
}

extension HeaderFields {
    /// OpenAI's rate-limit headers for a counted request; nothing for a key without a limit.
    mutating func addRateLimit(of admission: Admission?) {
        guard let admission, let limit = admission.limit, let remaining = admission.remaining else { return }
        self["x-ratelimit-limit-requests"] = String(limit)
        self["x-ratelimit-remaining-requests"] = String(remaining)
        self["x-ratelimit-reset-requests"] = "\(admission.secondsUntilReset)s"
    }
}
