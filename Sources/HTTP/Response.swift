/// A whole response.
package struct Response: Sendable, Equatable {
    /// Status and fields.
    package var head: ResponseHead
    /// The whole body; empty when there is none.
    package var body: [UInt8]

    /// A response of these two.
    package init(head: ResponseHead, body: [UInt8] = []) {
        self.head = head
        self.body = body
    }

    /// A response of these parts.
    package init(status: Status, headers: HeaderFields = [:], body: [UInt8] = []) {
        self.init(head: ResponseHead(status: status, headers: headers), body: body)
    }

    /// The head's status.
    package var status: Status {
        get { head.status }
        set { head.status = newValue }
    }

    /// The head's fields.
    package var headers: HeaderFields {
        get { head.headers }
        set { head.headers = newValue }
    }
}
