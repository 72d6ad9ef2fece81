/// What comes before a response's body.
package struct ResponseHead: Sendable, Equatable {
    package var status: Status
    package var headers: HeaderFields

    package init(status: Status, headers: HeaderFields = [:]) {
        self.status = status
        self.headers = headers
    }
}
