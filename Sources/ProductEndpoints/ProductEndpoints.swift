package import Accounts
package import Catalog
package import HTTP
import JSON
package import ModelContextProtocol
package import POSIX
import Routes
package import Telemetry

/// The product data's side of the API: the REST routes under `/api/v1/products`, and the MCP server at `/mcp`.
///
/// Knows neither Lambda nor DynamoDB. Everything it needs is given to it; it reads no environment.
package struct ProductEndpoints: RequestHandler {
    let store: any ProductStore
    let server: MCPServer
    let log: Logger
    private let keys: (any KeyStore)?
    private let environmentName: String
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - store: where the products are.
    ///   - keys: where the requests of virtual keys are counted; nil counts none.
    ///   - origins: which web pages may use the MCP server.
    ///   - environmentName: `dev` or `prod`, a dimension of every metric.
    ///   - now: the time of day.
    package init(
        store: some ProductStore,
        keys: (any KeyStore)?,
        origins: OriginPolicy,
        log: Logger,
        environmentName: String,
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.store = store
        self.keys = keys
        self.log = log
        self.environmentName = environmentName
        self.now = now
        server = .products(store: store, origins: origins, log: log)
    }

    /// Answers one request, counts it and writes its log line.
    package func respond(to request: Request, context: RequestContext, writer: some ResponseWriter) async {
        let match = RouteTable.match(method: request.method.rawValue, path: request.path)
        let identity = Identity(authorizerContext: context.authorizer)
        var record = RequestRecord(
            startedAt: now(),
            startedNanoseconds: MonotonicClock.nanoseconds(),
            route: "\(request.method.rawValue) \(match.template)"
        )
        record.identity = identity
        var admission: Admission?
        var response: Response
        do throws(APIError) {
            guard let identity else { throw .unauthenticated }
            admission = try await admit(identity)
            response = try await answer(request, match, context: context)
        } catch {
            record.error = error
            response = error.response(for: match.route.dialect, requestID: context.requestID, at: record.startedAt)
        }
        response.headers.addRateLimit(of: admission)
        record.status = response.status.rawValue
        do throws(ResponseWriterError) {
            try await writer.send(response)
        } catch {
            // nginx's status for a client that closed the connection; nobody receives it.
            record.status = 499
        }
        await settle(record, admission, context: context)
    }

    /// Counts the request against its key, in one conditional write. The administrator is not counted.
    private func admit(_ identity: Identity) async throws(APIError) -> Admission? {
        guard let keys, case .key(let id) = identity.principal else { return nil }
        let outcome: AdmissionOutcome
        do throws(KeyStoreError) {
            outcome = try await keys.admit(keyID: id, at: now())
        } catch {
            throw APIError(error)
        }
        switch outcome {
        case .admitted(let admission): return admission
        case .refused(let refusal): throw APIError(refusal)
        }
    }

    private func answer(
        _ request: Request,
        _ match: RouteMatch,
        context: RequestContext
    ) async throws(APIError) -> Response {
        if case .methodNotAllowed(let route, let allowed) = match, route.operation != .mcp {
            throw .methodNotAllowed(allowed: allowed)
        }
        switch match.route.operation {
        // Which methods it takes, and what it says to the others, is the protocol's affair.
        case .mcp: return await server.respond(to: request, context: context)
        case .products, .productSearch: return try await search(request)
        case .product: return try await product(match.parameters["id"])
        case .mcpTools: return .json(["tools": .array(server.tools.map { .object($0.json) })])
        case .health, .liveness, .readiness, .chatCompletions, .gatewayCompletions, .models, .keyGenerate, .keyInfo,
            .keyDelete, .notFound:
            throw .noRoute
        }
    }

    /// After the answer and before the next request: awaited, because a sandbox freezes in between.
    private func settle(_ record: RequestRecord, _ admission: Admission?, context: RequestContext) async {
        if let keys, let admission {
            do throws(KeyStoreError) {
                try await keys.settle(admission)
            } catch {
                log.log(
                    .warn,
                    "settlement failed",
                    requestID: context.requestID,
                    fields: ["reason": .string(error.description)]
                )
            }
        }
        log.log(
            record.logLevel,
            "request",
            requestID: context.requestID,
            at: record.startedAt,
            fields: record.fields,
            metrics: record.metrics(environmentName: environmentName)
        )
    }
}

extension HeaderFields {
    /// OpenAI's rate-limit headers for a counted request; nothing for a key without a limit.
    fileprivate mutating func addRateLimit(of admission: Admission?) {
        guard let admission, let limit = admission.limit, let remaining = admission.remaining else { return }
        self["x-ratelimit-limit-requests"] = String(limit)
        self["x-ratelimit-remaining-requests"] = String(remaining)
        self["x-ratelimit-reset-requests"] = "\(admission.secondsUntilReset)s"
    }
}
