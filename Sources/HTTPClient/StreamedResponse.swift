package import HTTP

/// A response whose body comes as it is received.
package struct StreamedResponse: Sendable {
    package let status: Status
    package let headers: HeaderFields
    /// The body. Dropping it, or its iterator once there is one, ends the transfer.
    package let body: ResponseBody
}
