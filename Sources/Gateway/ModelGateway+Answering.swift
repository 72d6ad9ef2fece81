import Accounts
import HTTP
import JSON
import POSIX
import Routes
import Telemetry

/// The one place where an error becomes an answer, and where a request's accounts are closed.
extension ModelGateway {
    /// Sends a whole answer.
    func send(_ response: Response, _ call: inout Call, writer: some ResponseWriter) async throws {
        var response = response
        response.headers.addRateLimit(of: call.admission)
        call.hasBegun = true
        call.record.status = response.status.rawValue
        try await writer.send(response)
    }

    /// Counts the request against its key, in one conditional write. The administrator is not counted.
    func admit(_ call: inout Call) async throws {
        guard let identity = call.identity, case .key(let id) = identity.principal else { return }
        call.record.keyID = id
        let outcome: AdmissionOutcome
        do {
            outcome = try await dependencies.keys.admit(keyID: id, at: .now())
        } catch {
            throw GatewayError(keyStore: error)
        }
        switch outcome {
        case .admitted(let admission): call.admission = admission
        case .refused(let refusal): throw GatewayError(refusal: refusal)
        }
    }

    func answer(_ error: any Error, _ call: inout Call, writer: some ResponseWriter) async {
        if error is ResponseWriterError {
            // nginx's status for a client that closed the connection; nobody receives it.
            call.record.status = 499
            return
        }
        let fault =
            error as? GatewayError
            ?? GatewayError(.internalFault, "The gateway failed. Quote the request id when you report it.")
        call.record.error = fault
        guard !call.hasBegun else { return }
        call.record.status = fault.kind.status.rawValue
        var response = fault.response(
            for: call.route.dialect,
            requestID: call.context.requestID,
            at: call.record.startedAt
        )
        response.headers["x-litellm-call-id"] = call.record.callID
        response.headers.addRateLimit(of: call.admission)
        do {
            try await writer.send(response)
        } catch {
            call.record.status = 499
        }
    }

    /// After the answer and before the next request: awaited, because a sandbox freezes in between.
    func settle(_ call: Call) async {
        if let admission = call.admission {
            do {
                try await dependencies.keys.settle(admission)
            } catch {
                dependencies.log.log(
                    .warn,
                    "settlement failed",
                    requestID: call.context.requestID,
                    fields: ["reason": .string(error.description)]
                )
            }
        }
        dependencies.log.log(
            call.record.logLevel,
            "request",
            requestID: call.context.requestID,
            at: call.record.startedAt,
            fields: call.record.fields,
            metrics: call.record.metrics(environmentName: dependencies.environmentName)
        )
    }
}

extension GatewayError {
    init(keyStore error: KeyStoreError) {
        self.init(
            .unavailable,
            "The gateway can't reach its key store. Its log says why.",
            code: "key_store_unavailable",
            detail: error.description
        )
    }

    init(refusal: AdmissionRefusal) {
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
