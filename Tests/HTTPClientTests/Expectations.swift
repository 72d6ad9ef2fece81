import HTTP
import HTTPClient
import Testing

/// Runs what must fail, and returns how.
func failure(
    _ location: SourceLocation = #_sourceLocation,
    of body: () async throws(HTTPClientError) -> some Any
) async -> HTTPClientError? {
    do throws(HTTPClientError) {
        _ = try await body()
        Issue.record("nothing failed", sourceLocation: location)
        return nil
    } catch {
        return error
    }
}

extension Response {
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// A client that does not wait long.
func makeClient(_ change: (inout HTTPClient.Configuration) -> Void = { _ in }) -> HTTPClient {
    var configuration = HTTPClient.Configuration()
    change(&configuration)
    return HTTPClient(configuration: configuration)
}
