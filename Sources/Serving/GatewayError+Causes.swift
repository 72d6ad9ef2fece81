package import Accounts
package import JSON
package import Routes

/// What can go wrong on every route, each with the answer that it gets.
extension GatewayError {
    /// A route that needs a key was asked without one.
    package static let unauthenticated = GatewayError(
        .authentication,
        "Send an API key as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'."
    )

    /// No route takes the path.
    package static let noRoute = GatewayError(.notFound, "There is no such route.")

    /// The route does not take the method; nil when it does.
    package init?(_ match: RouteMatch) {
        guard case .methodNotAllowed(_, let allowed) = match else { return nil }
        self.init(
            .methodNotAllowed,
            "This route does not take this method; it takes \(allowed.joined(separator: ", "))."
        )
        allowedMethods = allowed
    }

    /// A body that can't be read.
    package init(_ error: JSONError) {
        if case .tooLarge = error.kind {
            self.init(.requestTooLarge, "The request body is \(error).")
        } else {
            self.init(.invalidRequest, "The request body is not valid JSON: \(error).", code: "invalid_json")
        }
    }

    /// The key store failed; why is the log's business.
    package init(_ error: KeyStoreError) {
        self.init(
            .storeUnavailable,
            "The gateway can't reach its key store. Its log says why.",
            code: "key_store_unavailable",
            retryAfter: 5,
            detail: error.description
        )
    }

    /// The key may not make the request now, or no longer.
    package init(_ refusal: AdmissionRefusal) {
        switch refusal {
        case .unknownKey, .inactive, .expired:
            self.init(.authentication, "This API key is not valid, or is no longer valid.")
        case .rateLimited(let window, let limit, let retryAfter):
            self.init(
                .rateLimited,
                "This API key may make \(limit) requests a \(window.rawValue). Try again in \(retryAfter) s.",
                retryAfter: retryAfter
            )
        }
    }
}
