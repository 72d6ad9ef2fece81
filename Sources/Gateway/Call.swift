import Accounts
import HTTP
import Routes

/// One request on its walk through the gateway.
struct Call {
    let request: Request
    let context: RequestContext
    let route: Route
    /// Who asks; nil on open routes.
    let identity: Identity?
    var record: RequestRecord
    /// Present once the request is counted.
    var admission: Admission?
    /// Whether status and headers went out: from then on an error can only be an event of the stream.
    var hasBegun = false
}
