import HTTP
import HTTPClient
import Testing

/// The two ways to take an answer: what holds for one has to hold for the other.
enum Reading: CaseIterable, Sendable {
    case whole, streamed
}

extension HTTPClient {
    /// The whole answer, taken this way.
    func response(to request: OutgoingRequest, _ reading: Reading) async throws(HTTPClientError) -> Response {
        switch reading {
        case .whole:
            return try await send(request)
        case .streamed:
            let streamed = try await stream(request)
            let body = try await streamed.body.collect(upTo: request.maxResponseBytes)
            return Response(head: ResponseHead(status: streamed.status, headers: streamed.headers), body: body)
        }
    }

    /// How the request fails, taken this way; nil, and an issue recorded, when it does not.
    func error(of request: OutgoingRequest, _ reading: Reading = .whole) async -> HTTPClientError? {
        await failure { () async throws(HTTPClientError) in try await response(to: request, reading) }
    }
}
