import Routes

/// The API's resources and methods: a resource for each segment of the routes' paths, and where a route ends, a method
/// `ANY` for its function (which answers a 405 itself) and one for preflight requests.
struct RouteTree {
    /// Who answers and who lets requests in.
    struct Target {
        let api: Resource<APIGateway.RestAPI>
        let authorizer: Resource<APIGateway.RequestAuthorizer>
        let functions: ServiceFunctions
    }

    /// API Gateway's quota of resources in an API, the root included.
    static let mostResources = 300

    /// The resources in the order of the routes, then their methods.
    private(set) var resourceIDs: [LogicalID] = []
    private(set) var methodIDs: [LogicalID] = []
    private var resources: [[PathSegment]: Text] = [:]
    private let target: Target

    init(_ routes: [Route], target: Target, in stack: inout Stack) throws(SynthesisError) {
        self.target = target
        resources[[]] = target.api.attribute(.rootResourceID)
        for route in routes { addMethods(of: route, in: &stack) }
        guard resources.count <= Self.mostResources else {
            throw .tooMany("API resources", count: resources.count, limit: Self.mostResources)
        }
    }

    private mutating func addMethods(of route: Route, in stack: inout Stack) {
        let segments = PathSegment.segments(of: route.path)
        let resource = resource(for: segments[...], in: &stack)
        let name = Self.logicalName(of: segments[...])
        let function = function(of: route)
        methodIDs.append(
            stack.add(
                "\(name)Method",
                APIGateway.Method(
                    api: target.api.ref,
                    resource: resource,
                    httpMethod: "ANY",
                    authorization: authorization(of: route),
                    integration: integration(of: route, with: function)
                )
            ).id
        )
        methodIDs.append(
            stack.add(
                "\(name)Preflight",
                APIGateway.Method(
                    api: target.api.ref,
                    resource: resource,
                    httpMethod: "OPTIONS",
                    authorization: .none,
                    integration: .noContent(headers: CrossOrigin.preflightHeaders(methods: route.methods))
                )
            ).id
        )
    }

    /// The id of the resource at the path; makes what of the path is not there yet.
    private mutating func resource(for segments: ArraySlice<PathSegment>, in stack: inout Stack) -> Text {
        if let resource = resources[Array(segments)] { return resource }
        guard let last = segments.last else { return target.api.attribute(.rootResourceID) }
        let parent = resource(for: segments.dropLast(), in: &stack)
        let resource = stack.add(
            "\(Self.logicalName(of: segments))Resource",
            APIGateway.PathResource(api: target.api.ref, parent: parent, pathPart: last.text)
        )
        resourceIDs.append(resource.id)
        resources[Array(segments)] = resource.ref
        return resource.ref
    }

    private func authorization(of route: Route) -> APIGateway.Method.Authorization {
        switch route.access {
        case .open: .none
        case .key, .administrator: .authorizer(target.authorizer.ref)
        }
    }

    private func integration(
        of route: Route,
        with function: ServiceFunction
    ) -> APIGateway.Method.Integration {
        switch route.transfer {
        case .stream:
            .streamingFunction(
                arn: function.function.attribute(.arn),
                timeoutSeconds: Self.timeoutSeconds(of: route, in: function)
            )
        }
    }

    private func function(of route: Route) -> ServiceFunction {
        switch route.function {
        case .gateway: target.functions.gateway
        case .mcp: target.functions.mcp
        }
    }

    /// Answers of a model or a tool may take as long as their function; others 29 s, API Gateway's usual limit.
    private static func timeoutSeconds(of route: Route, in function: ServiceFunction) -> Int {
        switch route.operation {
        case .chatCompletions, .gatewayCompletions, .mcp: function.timeoutSeconds
        case .health, .liveness, .readiness, .models, .keyGenerate, .keyInfo, .keyDelete, .products, .productSearch,
            .product, .mcpTools, .notFound:
            29
        }
    }

    /// `/api/v1/products/{id}` → `ApiV1ProductsById`, `/{proxy+}` → `AnyProxy`, `/` → `Root`.
    private static func logicalName(of segments: ArraySlice<PathSegment>) -> String {
        if segments.isEmpty { return "Root" }
        return segments.map { segment in
            switch segment {
            case .literal(let text): capitalized(text)
            case .variable(let name): "By" + capitalized(name)
            case .greedy(let name): "Any" + capitalized(name)
            }
        }.joined()
    }

    private static func capitalized(_ text: String) -> String {
        text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
