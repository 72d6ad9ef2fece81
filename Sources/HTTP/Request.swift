/// A request as the product's endpoints see it, whatever brought it.
package struct Request: Sendable {
    /// What is asked for.
    package var method: Method
    /// As on the wire: percent-encoded, without the query.
    package var path: String
    /// The query's parameters, decoded.
    package var query: QueryItems
    /// The fields as they came.
    package var headers: HeaderFields
    /// The whole body; empty when there is none.
    package var body: [UInt8]

    /// A request of these parts.
    package init(
        method: Method,
        path: String,
        query: QueryItems = [:],
        headers: HeaderFields = [:],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }
}
