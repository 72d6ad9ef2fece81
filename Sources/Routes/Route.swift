/// One route of the API: a path, what may be asked of it, and who answers.
package struct Route: Sendable, Hashable {
    /// The path as API Gateway writes it: `/v1/models`, `/api/v1/products/{id}` (one segment), `/{proxy+}` (one segment
    /// or more).
    package let path: String
    /// The methods that are answered; any other is a 405.
    package let methods: [String]
    /// What the route does.
    package let operation: Operation
    /// The function that answers.
    package let function: Function
    /// Who may ask.
    package let access: Access
    /// How the answer travels from the function to the client.
    package let transfer: Transfer
    /// The shape of the route's errors.
    package let dialect: ErrorDialect

    /// A route; its answer is streamed unless told otherwise.
    package init(
        _ operation: Operation,
        _ methods: [String],
        _ path: String,
        function: Function,
        access: Access,
        dialect: ErrorDialect,
        transfer: Transfer = .stream
    ) {
        self.path = path
        self.methods = methods
        self.operation = operation
        self.function = function
        self.access = access
        self.transfer = transfer
        self.dialect = dialect
    }

    /// The methods that `ANY` stands for in API Gateway.
    package static let everyMethod = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
}

extension Route {
    /// What a route does. The functions' routers switch over it.
    package enum Operation: String, Sendable, Hashable, CaseIterable {
        case health, liveness, readiness
        case chatCompletions
        /// `/api/v1/completions`, in the gateway API's own shape.
        case gatewayCompletions
        case models
        case keyGenerate, keyInfo, keyDelete
        /// The product server of the Model Context Protocol.
        case mcp
        case products, productSearch, product, mcpTools
        /// No route of ours: answered with a 404.
        case notFound
    }

    /// The functions behind the API. The authorizer is none of them: no route leads to it.
    package enum Function: String, Sendable, Hashable, CaseIterable {
        case gateway, mcp
    }

    /// Who may ask.
    package enum Access: String, Sendable, Hashable, CaseIterable {
        /// Everyone.
        case open
        /// Who holds a key.
        case key
        /// The holder of the master key. The authorizer only tells who asks; the function refuses the others.
        case administrator
    }

    /// How the answer travels: API Gateway's `ResponseTransferMode`.
    package enum Transfer: String, Sendable, Hashable, CaseIterable {
        /// As it is written, for up to 15 minutes.
        case stream
    }
}

/// The shape of an error's JSON.
package enum ErrorDialect: String, Sendable, Hashable, CaseIterable {
    /// `{error: {message, type, param, code}}`.
    case openAI
    /// `{error: {type, message, code, details?, retryAfter?}, requestId, timestamp}`.
    case gatewayAPI
    /// JSON-RPC 2.0, section 5.1.
    case jsonRPC
}
