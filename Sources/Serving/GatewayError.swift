/// An answer that is not the one the client hoped for, in our own words: it is safe to show as it stands.
///
/// The kind decides the status; each dialect decides the shape.
package struct GatewayError: Error, Sendable, Equatable {
    /// What went wrong, by whose fault it is and what the client can do.
    package enum Kind: Sendable, Equatable {
        case invalidRequest, authentication, permission, notFound, methodNotAllowed, requestTooLarge, rateLimited
        case internalFault, storeUnavailable, providerFault, unavailable, providerTimeout
    }

    /// Decides the status and the error's type.
    package let kind: Kind
    /// What happened and what to do about it.
    package let message: String
    /// The request field at fault: `messages[0].role`.
    package var parameter: String?
    /// A word for programs, OpenAI's where it has one: `model_not_found`.
    package var code: String?
    /// What the parameter may be instead.
    package var allowedValues: [String] = []
    /// Seconds after which a retry can succeed.
    package var retryAfter: Int?
    /// The methods that the route takes, for a 405's `Allow` header (RFC 9110 §15.5.6).
    package var allowedMethods: [String] = []
    /// For the log only: what the client is not told.
    package var detail: String?

    package init(
        _ kind: Kind,
        _ message: String,
        parameter: String? = nil,
        code: String? = nil,
        retryAfter: Int? = nil,
        detail: String? = nil
    ) {
        self.kind = kind
        self.message = message
        self.parameter = parameter
        self.code = code
        self.retryAfter = retryAfter
        self.detail = detail
    }
}
