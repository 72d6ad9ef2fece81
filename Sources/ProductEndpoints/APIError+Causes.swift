import Accounts
import Catalog
import HTTP
import JSON

/// What can go wrong on these routes, each with the answer that it gets.
extension APIError {
    static let unauthenticated = APIError(
        status: .unauthorized,
        kind: .authentication,
        code: "invalid_api_key",
        message: "Send an API key as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'.",
        headers: ["www-authenticate": "Bearer"]
    )

    static let noRoute = APIError(
        status: .notFound,
        kind: .invalidRequest,
        code: "not_found",
        message: "There is no such route."
    )

    static func methodNotAllowed(allowed: [String]) -> APIError {
        let list = allowed.joined(separator: ", ")
        return APIError(
            status: .methodNotAllowed,
            kind: .invalidRequest,
            code: "method_not_allowed",
            message: "This route does not take this method; it takes \(list).",
            headers: ["allow": list]
        )
    }

    static let noProduct = APIError(
        status: .notFound,
        kind: .invalidRequest,
        code: "product_not_found",
        message: "There is no product with this id. Find ids with GET /api/v1/products/search."
    )

    static func malformedBody(_ message: String) -> APIError {
        APIError(status: .badRequest, kind: .invalidRequest, code: "invalid_body", message: message)
    }

    init(_ error: JSONError) {
        if case .tooLarge = error.kind {
            self.init(
                status: .contentTooLarge,
                kind: .invalidRequest,
                code: "request_too_large",
                message: "The body is \(error.description)."
            )
        } else {
            self = .malformedBody("The body is no JSON object: \(error.description).")
        }
    }

    init(_ error: QueryError) {
        var details: JSONObject = ["parameter": .string(error.field)]
        if !error.allowed.isEmpty { details["allowed"] = .array(error.allowed.map { .string($0) }) }
        self.init(
            status: .badRequest,
            kind: .invalidRequest,
            code: "invalid_parameter",
            message: error.message,
            details: details
        )
    }

    init(_ error: ProductStoreError) {
        let retryAfter: Int? =
            switch error {
            case .missingTable, .accessDenied: nil
            case .unavailable: 5
            }
        self.init(
            status: .serviceUnavailable,
            kind: .internalFault,
            code: "catalog_unavailable",
            message: "The product catalogue can't be reached. Quote the request id when you report it.",
            retryAfter: retryAfter,
            detail: error.description
        )
    }

    init(_ error: KeyStoreError) {
        self.init(
            status: .serviceUnavailable,
            kind: .internalFault,
            code: "key_store_unavailable",
            message: "The key store can't be reached. Quote the request id when you report it.",
            retryAfter: 5,
            detail: error.description
        )
    }

    init(_ refusal: AdmissionRefusal) {
        switch refusal {
        case .unknownKey, .inactive, .expired:
            self = .unauthenticated
        case .rateLimited(let window, let limit, let retryAfter):
            self.init(
                status: .tooManyRequests,
                kind: .rateLimited,
                code: "rate_limit_exceeded",
                message:
                    "This API key may make \(limit) requests a \(window.rawValue). Try again in \(retryAfter) s.",
                retryAfter: retryAfter
            )
        }
    }
}
