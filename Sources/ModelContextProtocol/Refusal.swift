import HTTP

/// A request that is answered with an error before or instead of its method's result.
struct Refusal: Error {
    /// The HTTP status.
    let status: Status
    /// The error in the body.
    let error: JSONRPCError
    /// The message's id, when it could be read.
    let id: MessageID?
    /// What the status demands besides: `Allow` on a 405.
    let headers: HeaderFields

    init(_ error: JSONRPCError, status: Status = .badRequest, id: MessageID? = nil, headers: HeaderFields = [:]) {
        self.status = status
        self.error = error
        self.id = id
        self.headers = headers
    }

    /// The whole answer.
    var response: Response {
        var headers = headers
        headers["content-type"] = "application/json"
        return Response(status: status, headers: headers, body: error.body(id: id))
    }
}
