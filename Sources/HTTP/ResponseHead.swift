/// What comes before a response's body.
package struct ResponseHead: Sendable, Equatable {
    /// How the request went.
    package var status: Status
    /// The fields to send, or as they came.
    package var headers: HeaderFields

    /// A head of these two.
    package init(status: Status, headers: HeaderFields = [:]) {
        self.status = status
        self.headers = headers
    }
}
