package import HTTP

/// A response whose body comes as it is received.
package struct StreamedResponse: Sendable {
    /// How the request went.
    package let status: Status
    /// The fields as they came; of a body that was decoded, without those that describe the compressed one.
    package let headers: HeaderFields
    /// The body. Dropping it, or its iterator once there is one, ends the transfer.
    package let body: ResponseBody
}
