import Catalog
import JSON
import Serving

/// What can go wrong on the products' routes, each with the answer that it gets.
extension GatewayError {
    static let noProduct = GatewayError(
        .notFound,
        "There is no product with this id. Find ids with GET /api/v1/products/search.",
        code: "product_not_found"
    )

    static func malformedBody(_ message: String) -> GatewayError {
        GatewayError(.invalidRequest, message, code: "invalid_body")
    }

    init(_ error: QueryError) {
        self.init(.invalidRequest, error.message, parameter: error.field, code: "invalid_parameter")
        allowedValues = error.allowed
    }

    init(_ error: ProductStoreError) {
        let retryAfter: Int? =
            switch error {
            case .missingTable, .accessDenied: nil
            case .unavailable: 5
            }
        self.init(
            .storeUnavailable,
            "The product catalogue can't be reached. Quote the request id when you report it.",
            code: "catalog_unavailable",
            retryAfter: retryAfter,
            detail: error.description
        )
    }
}
