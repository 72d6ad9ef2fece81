import HTTP
import POSIX
import Routes
import Serving

/// The one place where an error becomes an answer.
extension ModelGateway {
    /// Sends a whole answer.
    func send(_ response: Response, _ call: inout Call, writer: some ResponseWriter) async throws {
        call.hasBegun = true
        call.record.status = response.status.rawValue
        try await writer.send(response)
    }

    /// Answers with an error, unless the answer has begun or nobody is there to take it.
    func answer(_ error: any Error, _ call: inout Call, writer: some ResponseWriter) async {
        if error is ResponseWriterError {
            call.record.status = RequestRecord.clientGone
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
        for field in call.headers(contentType: "application/json") where !response.headers.contains(field.name) {
            response.headers.append(field)
        }
        do {
            try await writer.send(response)
        } catch {
            call.record.status = RequestRecord.clientGone
        }
    }
}
