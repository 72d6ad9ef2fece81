/// Every route of the product. The functions' routers and the generator of the API's template read this one table.
package enum RouteTable {
    /// The routes, each path once.
    package static let all: [Route] = health + models + administration + products + catchAll

    /// Where whatever no other route takes ends up.
    package static let fallback = Route(
        .notFound,
        Route.everyMethod,
        "/{proxy+}",
        function: .gateway,
        access: .key,
        dialect: .openAI
    )

    private static let matcher = RouteMatcher(all)

    /// The route of a request.
    ///
    /// - Parameters:
    ///   - method: as on the wire.
    ///   - path: as on the wire: percent-encoded, without the query. One slash at its end makes no difference.
    package static func match(method: String, path: String) -> RouteMatch {
        matcher.match(method: method, path: path)
    }
}

extension RouteTable {
    private static let health = [
        gatewayRoute(.health, ["GET"], "/health", access: .open),
        // Kubernetes' word and LiteLLM's spelling.
        gatewayRoute(.liveness, ["GET"], "/health/liveness", access: .open),
        gatewayRoute(.liveness, ["GET"], "/health/liveliness", access: .open),
        gatewayRoute(.readiness, ["GET"], "/health/readiness", access: .open),
        gatewayRoute(.health, ["GET"], "/api/v1/health", access: .open, dialect: .gatewayAPI),
        gatewayRoute(.liveness, ["GET"], "/api/v1/health/live", access: .open, dialect: .gatewayAPI),
        gatewayRoute(.readiness, ["GET"], "/api/v1/health/ready", access: .open, dialect: .gatewayAPI),
    ]

    private static let models =
        withAndWithoutVersion(.chatCompletions, ["POST"], "/chat/completions")
        + withAndWithoutVersion(.models, ["GET"], "/models")
        + [gatewayRoute(.gatewayCompletions, ["POST"], "/api/v1/completions", access: .key, dialect: .gatewayAPI)]

    private static let administration = [
        gatewayRoute(.keyGenerate, ["POST"], "/key/generate", access: .administrator),
        gatewayRoute(.keyInfo, ["GET"], "/key/info", access: .key),
        gatewayRoute(.keyDelete, ["POST"], "/key/delete", access: .administrator),
    ]

    private static let products = [
        // Streamable HTTP asks with all three; which of them are a 405 is for the server to say, in JSON-RPC.
        productRoute(.mcp, ["POST", "GET", "DELETE"], "/mcp", dialect: .jsonRPC),
        productRoute(.products, ["GET"], "/api/v1/products"),
        productRoute(.productSearch, ["GET", "POST"], "/api/v1/products/search"),
        productRoute(.product, ["GET"], "/api/v1/products/{id}"),
        productRoute(.mcpTools, ["GET"], "/api/v1/mcp/tools"),
    ]

    /// What no other route takes. A greedy path needs a segment, so the root has a row of its own.
    private static let catchAll = [
        gatewayRoute(.notFound, Route.everyMethod, "/", access: .key),
        gatewayRoute(.notFound, Route.everyMethod, "/api/v1/{proxy+}", access: .key, dialect: .gatewayAPI),
        fallback,
    ]

    private static func gatewayRoute(
        _ operation: Route.Operation,
        _ methods: [String],
        _ path: String,
        access: Route.Access,
        dialect: ErrorDialect = .openAI
    ) -> Route {
        Route(operation, methods, path, function: .gateway, access: access, dialect: dialect)
    }

    /// The two paths of a route of OpenAI's API: clients' base URLs end in `/v1` or do not.
    private static func withAndWithoutVersion(
        _ operation: Route.Operation,
        _ methods: [String],
        _ path: String
    ) -> [Route] {
        [path, "/v1" + path].map { gatewayRoute(operation, methods, $0, access: .key) }
    }

    private static func productRoute(
        _ operation: Route.Operation,
        _ methods: [String],
        _ path: String,
        dialect: ErrorDialect = .gatewayAPI
    ) -> Route {
        Route(operation, methods, path, function: .mcp, access: .key, dialect: dialect)
    }
}
