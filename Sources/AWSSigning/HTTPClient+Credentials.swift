import HTTP
import HTTPClient

extension HTTPClient {
    /// Asks an endpoint for credentials, once, and returns its answer whatever the status. Such answers are small, and
    /// asking twice does no harm.
    func requestCredentials(
        _ method: Method,
        _ url: String,
        headers: HeaderFields,
        body: [UInt8] = [],
        timeout: Duration
    ) async throws(CredentialError) -> Response {
        let request = OutgoingRequest(
            method: method,
            url: url,
            headers: headers,
            body: body,
            timeouts: Timeouts(connect: timeout, idle: timeout, total: timeout),
            maxResponseBytes: 64 << 10,
            isIdempotent: true
        )
        do throws(HTTPClientError) {
            return try await send(request)
        } catch {
            throw error.kind == .cancelled ? .cancelled : .transport(error)
        }
    }
}
