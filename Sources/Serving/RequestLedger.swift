package import Accounts
import JSON
package import POSIX
package import Telemetry

/// Opens and closes the accounts of requests: admission before the work, settlement after the answer.
package struct RequestLedger: Sendable {
    private let keys: any KeyStore
    private let log: Logger
    private let environmentName: String

    /// - Parameters:
    ///   - keys: where the requests of virtual keys are counted.
    ///   - environmentName: `dev` or `prod`, a dimension of every metric.
    package init(keys: any KeyStore, log: Logger, environmentName: String) {
        self.keys = keys
        self.log = log
        self.environmentName = environmentName
    }

    /// Counts a request against its key, in one conditional write. The administrator is not counted.
    package func admit(_ identity: Identity, at time: Timestamp) async throws(GatewayError) -> Admission? {
        guard case .key(let id) = identity.principal else { return nil }
        let outcome: AdmissionOutcome
        do {
            outcome = try await keys.admit(keyID: id, at: time)
        } catch {
            throw GatewayError(error)
        }
        switch outcome {
        case .admitted(let admission): return admission
        case .refused(let refusal): throw GatewayError(refusal)
        }
    }

    /// After the answer and before the next request: awaited, because a sandbox freezes in between.
    package func close(_ record: RequestRecord, admission: Admission?, requestID: String) async {
        if let admission {
            do {
                try await keys.settle(admission)
            } catch {
                log.log(
                    .warn,
                    "settlement failed",
                    requestID: requestID,
                    fields: ["reason": .string(error.description)]
                )
            }
        }
        log.log(
            record.logLevel,
            "request",
            requestID: requestID,
            at: record.startedAt,
            fields: record.fields,
            metrics: record.metrics(environmentName: environmentName)
        )
    }
}
