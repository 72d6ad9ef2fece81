import Accounts
import HTTP
import Routes
import Serving

/// One request on its walk through the gateway.
struct Call {
    let request: Request
    let context: RequestContext
    let route: Route
    var record: RequestRecord
    var completion: CompletionRecord
    /// Present once the request is counted.
    var admission: Admission?
    /// Whether status and headers went out: from then on an error can only be an event of the stream.
    var hasBegun = false

    /// Who asks; nil on open routes.
    var identity: Identity? { record.identity }

    /// The headers of an answer that came from a deployment.
    func headers(contentType: String) -> HeaderFields {
        var headers = completion.headers(contentType: contentType, elapsedMilliseconds: record.elapsedMilliseconds())
        headers.addRateLimit(of: admission)
        return headers
    }
}
