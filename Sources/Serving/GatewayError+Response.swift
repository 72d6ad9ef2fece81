package import HTTP
import JSON
package import POSIX
package import Routes

extension GatewayError.Kind {
    /// The status that the interface fixes for the kind.
    package var status: Status {
        switch self {
        case .invalidRequest: .badRequest
        case .authentication: .unauthorized
        case .permission: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .requestTooLarge: .contentTooLarge
        case .rateLimited: .tooManyRequests
        case .internalFault: .internalServerError
        case .providerFault: .badGateway
        case .storeUnavailable, .unavailable: .serviceUnavailable
        case .providerTimeout: .gatewayTimeout
        }
    }

    /// OpenAI's word for the kind, which its SDKs show.
    fileprivate var openAIType: String {
        switch self {
        case .invalidRequest, .notFound, .methodNotAllowed, .requestTooLarge: "invalid_request_error"
        case .authentication: "authentication_error"
        case .permission: "permission_error"
        case .rateLimited: "rate_limit_error"
        case .internalFault: "internal_server_error"
        case .storeUnavailable, .providerFault, .unavailable: "service_unavailable_error"
        case .providerTimeout: "timeout_error"
        }
    }

    /// The gateway API's closed list of types (A8.4).
    fileprivate var gatewayAPIType: String {
        switch self {
        case .invalidRequest, .permission, .notFound, .methodNotAllowed, .requestTooLarge: "INVALID_REQUEST"
        case .authentication: "AUTHENTICATION_ERROR"
        case .rateLimited: "RATE_LIMIT_EXCEEDED"
        case .internalFault, .storeUnavailable: "INTERNAL_ERROR"
        case .providerFault, .unavailable, .providerTimeout: "PROVIDER_UNAVAILABLE"
        }
    }

    fileprivate var defaultCode: String {
        switch self {
        case .invalidRequest: "invalid_request"
        case .authentication: "invalid_api_key"
        case .permission: "permission_denied"
        case .notFound: "not_found"
        case .methodNotAllowed: "method_not_allowed"
        case .requestTooLarge: "request_too_large"
        case .rateLimited: "rate_limit_exceeded"
        case .internalFault: "internal_error"
        case .storeUnavailable: "store_unavailable"
        case .providerFault: "provider_error"
        case .unavailable: "service_unavailable"
        case .providerTimeout: "provider_timeout"
        }
    }
}

extension GatewayError {
    /// The error's JSON in the dialect of the route it happened on.
    package func body(for dialect: ErrorDialect, requestID: String, at time: Timestamp) -> [UInt8] {
        let value: JSONValue =
            switch dialect {
            case .openAI: openAIBody
            case .gatewayAPI: gatewayAPIBody(requestID: requestID, at: time)
            case .jsonRPC: jsonRPCBody
            }
        return value.serialized()
    }

    /// The whole answer.
    package func response(for dialect: ErrorDialect, requestID: String, at time: Timestamp) -> Response {
        var headers: HeaderFields = ["content-type": "application/json"]
        if let retryAfter { headers["retry-after"] = String(retryAfter) }
        if !allowedMethods.isEmpty { headers["allow"] = allowedMethods.joined(separator: ", ") }
        if kind == .authentication { headers["www-authenticate"] = "Bearer" }
        return Response(
            status: kind.status,
            headers: headers,
            body: body(for: dialect, requestID: requestID, at: time)
        )
    }

    /// `{error: {message, type, param, code}}`, which OpenAI's SDKs read.
    private var openAIBody: JSONValue {
        [
            "error": [
                "message": .string(message), "type": .string(kind.openAIType),
                "param": parameter.map { .string($0) } ?? .null, "code": .string(code ?? kind.defaultCode),
            ]
        ]
    }

    /// `{error: {type, message, code, details?, retryAfter?}, requestId, timestamp}` (A8.4).
    private func gatewayAPIBody(requestID: String, at time: Timestamp) -> JSONValue {
        var error: JSONObject = [
            "type": .string(kind.gatewayAPIType), "message": .string(message),
            "code": .string(code ?? kind.defaultCode),
        ]
        if let parameter {
            var details: JSONObject = ["parameter": .string(parameter)]
            if !allowedValues.isEmpty { details["allowed"] = .array(allowedValues.map { .string($0) }) }
            error["details"] = .object(details)
        }
        error["retryAfter"] = retryAfter.map { .number(JSONNumber($0)) }
        return ["error": .object(error), "requestId": .string(requestID), "timestamp": .string(time.iso8601)]
    }

    /// An error of HTTP told in JSON-RPC: no message has been read, so it has no id. Its code is the status; JSON-RPC
    /// and MCP keep theirs below -32000.
    private var jsonRPCBody: JSONValue {
        let code = JSONNumber(kind.status.rawValue)
        return ["jsonrpc": "2.0", "error": ["code": .number(code), "message": .string(message)]]
    }
}
