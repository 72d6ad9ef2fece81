/// A whole response.
package struct Response: Sendable, Equatable {
    package var head: ResponseHead
    package var body: [UInt8]

    package init(head: ResponseHead, body: [UInt8] = []) {
        self.head = head
        self.body = body
    }

    package init(status: Status, headers: HeaderFields = [:], body: [UInt8] = []) {
        self.init(head: ResponseHead(status: status, headers: headers), body: body)
    }

    package var status: Status {
        get { head.status }
        set { head.status = newValue }
    }

    package var headers: HeaderFields {
        get { head.headers }
        set { head.headers = newValue }
    }
}
