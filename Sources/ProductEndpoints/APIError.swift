import HTTP
import JSON
import POSIX
import Routes

/// An answer that is not the one the client hoped for, in our own words: safe to show as it stands.
struct APIError: Error, Equatable {
    /// The gateway API's closed list of types, as far as these routes need it.
    enum Kind: String, Sendable {
        case authentication = "AUTHENTICATION_ERROR"
        case rateLimited = "RATE_LIMIT_EXCEEDED"
        case invalidRequest = "INVALID_REQUEST"
        case internalFault = "INTERNAL_ERROR"
    }

    let status: Status
    let kind: Kind
    /// A word for programs.
    let code: String
    /// What happened and what to do about it.
    let message: String
    /// What a program needs to do better.
    var details: JSONObject?
    /// Seconds after which a retry can succeed.
    var retryAfter: Int?
    /// What the status demands besides: `Allow` on a 405.
    var headers: HeaderFields = [:]
    /// For the log only: what the client is not told.
    var detail: String?

    /// The whole answer, in the shape of the route's errors.
    func response(for dialect: ErrorDialect, requestID: String, at time: Timestamp) -> Response {
        var headers = headers
        headers["content-type"] = "application/json"
        if let retryAfter { headers["retry-after"] = String(retryAfter) }
        let body: JSONValue =
            switch dialect {
            case .jsonRPC: jsonRPCBody
            case .gatewayAPI, .openAI: gatewayAPIBody(requestID: requestID, at: time)
            }
        return Response(status: status, headers: headers, body: body.serialized())
    }

    /// `{error: {type, message, code, details?, retryAfter?}, requestId, timestamp}`.
    private func gatewayAPIBody(requestID: String, at time: Timestamp) -> JSONValue {
        var error: JSONObject = [
            "type": .string(kind.rawValue), "message": .string(message), "code": .string(code),
        ]
        error["details"] = details.map { .object($0) }
        error["retryAfter"] = retryAfter.map { .number(JSONNumber($0)) }
        return ["error": .object(error), "requestId": .string(requestID), "timestamp": .string(time.iso8601)]
    }

    /// An error of HTTP told in JSON-RPC: no message has been read, so it has no id. Its code is the status; JSON-RPC
    /// and MCP keep theirs below -32000.
    private var jsonRPCBody: JSONValue {
        ["jsonrpc": "2.0", "error": ["code": .number(JSONNumber(status.rawValue)), "message": .string(message)]]
    }
}
