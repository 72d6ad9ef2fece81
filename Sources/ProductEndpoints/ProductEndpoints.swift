package import Accounts
package import Catalog
package import HTTP
import JSON
package import ModelContextProtocol
package import POSIX
import Routes
import Serving
package import Telemetry

/// The product data's side of the API: the REST routes under `/api/v1/products`, and the MCP server at `/mcp`.
///
/// Knows neither Lambda nor DynamoDB. Everything it needs is given to it; it reads no environment.
package struct ProductEndpoints: RequestHandler {
    let store: any ProductStore
    let server: MCPServer
    let log: Logger
    private let ledger: RequestLedger
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - store: where the products are.
    ///   - keys: where the requests of virtual keys are counted.
    ///   - origins: which web pages may use the MCP server.
    ///   - environmentName: `dev` or `prod`, a dimension of every metric.
    ///   - now: the time of day.
    package init(
        store: some ProductStore,
        keys: any KeyStore,
        origins: OriginPolicy,
        log: Logger,
        environmentName: String,
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.store = store
        self.log = log
        self.now = now
        ledger = RequestLedger(keys: keys, log: log, environmentName: environmentName)
        server = .products(store: store, origins: origins, log: log)
    }

    /// Answers one request, counts it and writes its log line.
    package func respond(to request: Request, context: RequestContext, writer: some ResponseWriter) async {
        let match = RouteTable.match(method: request.method.rawValue, path: request.path)
        let identity = Identity(authorizerContext: context.authorizer)
        var record = RequestRecord(
            route: "\(request.method.rawValue) \(match.template)",
            identity: identity,
            traceHeader: context.traceHeader,
            startedAt: now(),
            startedNanoseconds: MonotonicClock.nanoseconds()
        )
        var admission: Admission?
        var response: Response
        do throws(GatewayError) {
            guard let identity else { throw .unauthenticated }
            admission = try await ledger.admit(identity, at: record.startedAt)
            response = try await answer(request, match, context: context)
        } catch {
            record.error = error
            response = error.response(for: match.route.dialect, requestID: context.requestID, at: record.startedAt)
        }
        response.headers.addRateLimit(of: admission)
        record.status = response.status.rawValue
        do throws(ResponseWriterError) {
            try await CrossOriginWriter(writer).send(response)
        } catch {
            record.status = RequestRecord.clientGone
        }
        await ledger.close(record, admission: admission, requestID: context.requestID)
    }

    private func answer(
        _ request: Request,
        _ match: RouteMatch,
        context: RequestContext
    ) async throws(GatewayError) -> Response {
        // Which methods the MCP server takes, and what it says to the others, is the protocol's affair.
        if match.route.operation != .mcp, let mismatch = GatewayError(match) { throw mismatch }
        switch match.route.operation {
        case .mcp: return await server.respond(to: request, context: context)
        case .products, .productSearch: return try await search(request)
        case .product: return try await product(match.parameters["id"])
        case .mcpTools: return .json(["tools": .array(server.tools.map { .object($0.json) })])
        case .health, .liveness, .readiness, .chatCompletions, .gatewayCompletions, .models, .keyGenerate, .keyInfo,
            .keyDelete, .notFound:
            throw .noRoute
        }
    }
}
