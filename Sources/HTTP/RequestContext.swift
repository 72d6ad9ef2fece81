/// What is known of a request beside the request itself.
package struct RequestContext: Sendable {
    /// Names the request in logs and towards the client.
    package var requestID: String
    /// Nanoseconds of the monotonic clock: the answer must be complete before this.
    package var deadline: UInt64
    /// The client's network address.
    package var sourceAddress: String?
    /// The `X-Amzn-Trace-Id` under which the call is traced.
    package var traceHeader: String?
    /// What the authorizer said of the caller, `principalId` included; empty when none was asked.
    package var authorizer: [String: String]
    /// The stage of the API that was called.
    package var stage: String?

    /// What is known; nothing but the id and the deadline has to be.
    package init(
        requestID: String,
        deadline: UInt64,
        sourceAddress: String? = nil,
        traceHeader: String? = nil,
        authorizer: [String: String] = [:],
        stage: String? = nil
    ) {
        self.requestID = requestID
        self.deadline = deadline
        self.sourceAddress = sourceAddress
        self.traceHeader = traceHeader
        self.authorizer = authorizer
        self.stage = stage
    }
}
