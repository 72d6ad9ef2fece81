package import Accounts
package import HTTP
package import JSON

extension Response {
    /// A JSON answer.
    package static func json(_ value: JSONValue, status: Status = .ok) -> Response {
        Response(status: status, headers: ["content-type": "application/json"], body: value.serialized())
    }
}

extension HeaderFields {
    /// OpenAI's rate-limit headers for a counted request; nothing for a key without a limit.
    package mutating func addRateLimit(of admission: Admission?) {
        guard let admission, let limit = admission.limit, let remaining = admission.remaining else { return }
        self["x-ratelimit-limit-requests"] = String(limit)
        self["x-ratelimit-remaining-requests"] = String(remaining)
        self["x-ratelimit-reset-requests"] = "\(admission.secondsUntilReset)s"
    }
}
