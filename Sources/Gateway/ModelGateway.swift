package import Accounts
import Cryptography
package import HTTP
package import HTTPClient
import POSIX
import Routes
import Serving
package import Telemetry

/// The product: takes a request, finds its route, walks it to an answer, and settles what it cost.
///
/// Knows neither Lambda nor API Gateway. Everything it needs is given to it; it reads no environment.
package struct ModelGateway: RequestHandler {
    /// What the gateway stands on.
    package struct Dependencies: Sendable {
        let configuration: ConfigurationState
        let providers: ProviderRegistry
        let credentials: ProviderCredentials
        let keys: any KeyStore
        let tiers: TierLimits
        let httpClient: HTTPClient
        let log: Logger
        let environmentName: String

        /// - Parameter environmentName: `dev` or `prod`, a dimension of every metric.
        package init(
            configuration: ConfigurationState,
            providers: ProviderRegistry = .standard,
            credentials: ProviderCredentials,
            keys: any KeyStore,
            tiers: TierLimits,
            httpClient: HTTPClient,
            log: Logger,
            environmentName: String
        ) {
            self.configuration = configuration
            self.providers = providers
            self.credentials = credentials
            self.keys = keys
            self.tiers = tiers
            self.httpClient = httpClient
            self.log = log
            self.environmentName = environmentName
        }
    }

    let dependencies: Dependencies
    let ledger: RequestLedger

    package init(_ dependencies: Dependencies) {
        self.dependencies = dependencies
        ledger = RequestLedger(
            keys: dependencies.keys,
            log: dependencies.log,
            environmentName: dependencies.environmentName
        )
    }

    package func respond(to request: Request, context: RequestContext, writer: some ResponseWriter) async {
        let writer = CrossOriginWriter(writer)
        let match = RouteTable.match(method: request.method.rawValue, path: request.path)
        var call = Call(
            request: request,
            context: context,
            route: match.route,
            record: RequestRecord(
                route: "\(request.method.rawValue) \(match.template)",
                identity: Identity(authorizerContext: context.authorizer),
                traceHeader: context.traceHeader,
                startedAt: .now(),
                startedNanoseconds: MonotonicClock.nanoseconds()
            ),
            completion: CompletionRecord(callID: Hex.encode(SystemRandom.bytes(16)))
        )
        do {
            if let mismatch = GatewayError(match) { throw mismatch }
            try await walk(&call, writer: writer)
        } catch {
            await answer(error, &call, writer: writer)
        }
        call.completion.complete(&call.record)
        await ledger.close(call.record, admission: call.admission, requestID: context.requestID)
    }

    /// The steps behind the router: permission, then the endpoint.
    private func walk(_ call: inout Call, writer: some ResponseWriter) async throws {
        switch call.route.access {
        case .open: break
        case .key: try requireIdentity(call)
        case .administrator:
            guard try requireIdentity(call).isAdministrator else {
                throw GatewayError(.permission, "This route is the administrator's: use the master key.")
            }
        }
        switch call.route.operation {
        case .chatCompletions: try await completeChat(&call, writer: writer)
        case .gatewayCompletions: try await completeGatewayChat(&call, writer: writer)
        case .models: try await listModels(&call, writer: writer)
        case .health, .liveness: try await send(aliveResponse(call.route), &call, writer: writer)
        case .readiness: try await send(readinessResponse(), &call, writer: writer)
        case .keyGenerate: try await generateKey(&call, writer: writer)
        case .keyInfo: try await describeKey(&call, writer: writer)
        case .keyDelete: try await deleteKeys(&call, writer: writer)
        case .mcp, .products, .productSearch, .product, .mcpTools, .notFound: throw GatewayError.noRoute
        }
    }

    /// The gateway's own check behind the authorizer's: a route that needs a key is never walked without one.
    @discardableResult
    func requireIdentity(_ call: Call) throws(GatewayError) -> Identity {
        guard let identity = call.identity else {
            throw .unauthenticated
        }
        return identity
    }

    /// The configuration this request works with.
    func configuration() throws(GatewayError) -> GatewayConfiguration {
        switch dependencies.configuration {
        case .loaded(let configuration): return configuration
        case .refused:
            throw GatewayError(
                .unavailable,
                "The gateway's configuration was refused. Its log names the file, the line and what is allowed there.",
                code: "configuration_refused"
            )
        }
    }
}
