package import POSIX

/// One event to be answered, with what the Runtime API says about it.
///
/// See "Using the Lambda runtime API for custom runtimes" in the AWS Lambda Developer Guide.
package struct Invocation: Sendable {
    /// `Lambda-Runtime-Aws-Request-Id`.
    package let requestID: String
    /// The event's bytes, as they came.
    package let event: [UInt8]
    /// When Lambda kills the sandbox unless the function has asked for the next event (`Lambda-Runtime-Deadline-Ms`).
    package let deadline: Timestamp
    /// The same moment on `MonotonicClock`, in nanoseconds.
    package let monotonicDeadline: UInt64
    /// The function's ARN with the version or alias it was called by (`Lambda-Runtime-Invoked-Function-Arn`); empty when
    /// the Runtime API does not say.
    package let invokedFunctionARN: String
    /// `Root=…;Parent=…;Sampled=…` (`Lambda-Runtime-Trace-Id`). A custom runtime has no `_X_AMZN_TRACE_ID`.
    package let traceHeader: String?
    /// The tenant the sandbox belongs to (`Lambda-Runtime-Aws-Tenant-Id`), for functions with tenant isolation.
    package let tenantID: String?

    package init(
        requestID: String,
        event: [UInt8],
        deadline: Timestamp,
        monotonicDeadline: UInt64,
        invokedFunctionARN: String = "",
        traceHeader: String? = nil,
        tenantID: String? = nil
    ) {
        self.requestID = requestID
        self.event = event
        self.deadline = deadline
        self.monotonicDeadline = monotonicDeadline
        self.invokedFunctionARN = invokedFunctionARN
        self.traceHeader = traceHeader
        self.tenantID = tenantID
    }

    /// The time left until the deadline in nanoseconds; 0 when it has passed.
    package var remainingNanoseconds: UInt64 {
        let now = MonotonicClock.nanoseconds()
        return now < monotonicDeadline ? monotonicDeadline - now : 0
    }
}
