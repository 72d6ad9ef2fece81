import Routes
import Testing

@Suite("The route table")
struct RouteTableTests {
    @Test(
        "leads each request to its operation",
        arguments: [
            ("GET", "/health", Route.Operation.health),
            ("GET", "/health/liveliness", .liveness),
            ("GET", "/health/liveness", .liveness),
            ("GET", "/health/readiness", .readiness),
            ("GET", "/api/v1/health", .health),
            ("GET", "/api/v1/health/live", .liveness),
            ("GET", "/api/v1/health/ready", .readiness),
            ("POST", "/chat/completions", .chatCompletions),
            ("POST", "/v1/chat/completions", .chatCompletions),
            ("GET", "/models", .models),
            ("GET", "/v1/models", .models),
            ("POST", "/api/v1/completions", .gatewayCompletions),
            ("POST", "/key/generate", .keyGenerate),
            ("GET", "/key/info", .keyInfo),
            ("POST", "/key/delete", .keyDelete),
            ("POST", "/mcp", .mcp),
            ("GET", "/mcp", .mcp),
            ("DELETE", "/mcp/", .mcp),
            ("GET", "/api/v1/products", .products),
            ("GET", "/api/v1/products/", .products),
            ("GET", "/api/v1/products/search", .productSearch),
            ("POST", "/api/v1/products/search", .productSearch),
            ("GET", "/api/v1/products/sku-1", .product),
            ("GET", "/api/v1/mcp/tools", .mcpTools),
            ("GET", "/", .notFound),
            ("GET", "/v2/chat/completions", .notFound),
            ("PATCH", "/api/v1/products/sku-1/reviews", .notFound),
        ]
    )
    func operations(method: String, path: String, operation: Route.Operation) {
        guard case .route(let route, _) = RouteTable.match(method: method, path: path) else {
            Issue.record("\(method) \(path) does not match")
            return
        }
        #expect(route.operation == operation)
    }

    @Test("gives the product's id as it was sent")
    func parameters() {
        let match = RouteTable.match(method: "GET", path: "/api/v1/products/a%20b")
        #expect(match.parameters == ["id": "a%20b"])
        #expect(match.template == "/api/v1/products/{id}")
    }

    @Test(
        "names the methods of a route that was asked with another",
        arguments: [
            ("GET", "/v1/chat/completions", ["POST"]),
            ("POST", "/health", ["GET"]),
            ("PUT", "/mcp", ["POST", "GET", "DELETE"]),
            ("DELETE", "/api/v1/products/sku-1", ["GET"]),
        ]
    )
    func methodNotAllowed(method: String, path: String, allowed: [String]) {
        guard case .methodNotAllowed(let route, allowed) = RouteTable.match(method: method, path: path) else {
            Issue.record("\(method) \(path) is not refused")
            return
        }
        #expect(route.path == path || route.operation == .product)
    }

    @Test(
        "answers unknown paths in the dialect of their neighbours",
        arguments: [
            ("/api/v1/nothing", ErrorDialect.gatewayAPI), ("/v1/nothing", .openAI), ("/", .openAI), ("*", .openAI),
        ]
    )
    func unknown(path: String, dialect: ErrorDialect) {
        let match = RouteTable.match(method: "GET", path: path)
        #expect(match.route.operation == .notFound)
        #expect(match.route.dialect == dialect)
    }

    @Test("has each path once, and a method for each")
    func uniquePaths() {
        let paths = RouteTable.all.map(\.path)
        #expect(Set(paths).count == paths.count)
        #expect(RouteTable.all.allSatisfy { !$0.methods.isEmpty && $0.path.hasPrefix("/") })
        #expect(RouteTable.all.allSatisfy { Set($0.methods).isSubset(of: Route.everyMethod) })
    }

    @Test("gives no two siblings different variables: API Gateway refuses them")
    func siblingVariables() {
        var variables: [[PathSegment]: PathSegment] = [:]
        for route in RouteTable.all {
            let segments = PathSegment.segments(of: route.path)
            for (index, segment) in segments.enumerated() where !segment.isLiteral {
                let parent = Array(segments[..<index])
                #expect(variables[parent, default: segment] == segment, "\(route.path)")
                variables[parent] = segment
            }
        }
    }

    @Test("opens nothing but health to those without a key")
    func access() {
        for route in RouteTable.all {
            let isHealth = [Route.Operation.health, .liveness, .readiness].contains(route.operation)
            #expect((route.access == .open) == isHealth, "\(route.path)")
        }
        for operation in [Route.Operation.keyGenerate, .keyDelete] {
            #expect(RouteTable.all.filter { $0.operation == operation }.allSatisfy { $0.access == .administrator })
        }
    }

    @Test("has a route for every operation", arguments: Route.Operation.allCases)
    func completeness(operation: Route.Operation) {
        #expect(RouteTable.all.contains { $0.operation == operation })
    }

    @Test("writes a path's segments as they were", arguments: RouteTable.all)
    func segments(route: Route) {
        let segments = PathSegment.segments(of: route.path)
        #expect("/" + segments.map(\.text).joined(separator: "/") == route.path)
    }
}
