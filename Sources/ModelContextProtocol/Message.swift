import JSON

/// A JSON-RPC 2.0 message that a client may post: one request, one notification or, of old, one response.
enum Message: Sendable, Equatable {
    /// Wants an answer with its id.
    case request(id: MessageID, method: String, parameters: JSONObject)
    /// Wants none.
    case notification(method: String)
    /// Answers something a server asked. Only clients before 2026-07-28 send one.
    case response

    /// Nesting deeper than any tool's arguments have use for.
    private static let maxDepth = 64

    /// Reads a body.
    ///
    /// A batch is refused (removed in 2025-06-18), so are `params` by position, and an id that is `null`, a boolean
    /// or a structure: taken for a notification it would leave its sender without the error it waits for.
    /// - Throws: a refusal with status 400, and with the message's id when it could be read.
    init(parsing body: [UInt8]) throws(Refusal) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: body, limits: JSONLimits(maxDepth: Self.maxDepth))
        } catch {
            throw Refusal(JSONRPCError(.parseError, "Parse error: \(error.description)"))
        }
        guard let object = value.object else {
            throw Refusal(
                JSONRPCError(.invalidRequest, "The body must be a single JSON-RPC message; batches are not accepted.")
            )
        }
        try self.init(object)
    }

    private init(_ object: JSONObject) throws(Refusal) {
        let id = object["id"].flatMap(MessageID.init)
        func refusal(_ code: JSONRPCError.Code, _ message: String) -> Refusal {
            Refusal(JSONRPCError(code, message), id: id)
        }
        guard object["jsonrpc"]?.string == "2.0" else {
            throw refusal(.invalidRequest, "The member \"jsonrpc\" must be \"2.0\".")
        }
        guard let method = object["method"] else {
            guard object["result"] != nil || object["error"] != nil else {
                throw refusal(.invalidRequest, "The member \"method\" is missing.")
            }
            self = .response
            return
        }
        guard let method = method.string else {
            throw refusal(.invalidRequest, "The member \"method\" must be a string.")
        }
        guard object["id"] == nil || id != nil else {
            throw refusal(.invalidRequest, "The member \"id\" must be a string or a number.")
        }
        guard object["params"] == nil || object["params"]?.object != nil else {
            throw refusal(.invalidParameters, "The member \"params\" must be an object.")
        }
        guard let id else {
            self = .notification(method: method)
            return
        }
        self = .request(id: id, method: method, parameters: object["params"]?.object ?? [:])
    }
}
