import HTTP
import JSON
import Routes

/// Health: open to everyone, so it calls nothing and tells nothing that is worth knowing.
extension ModelGateway {
    func aliveResponse(_ route: Route) -> Response {
        route.operation == .liveness ? .json("I'm alive!") : .json(["status": "healthy"])
    }

    /// Ready when there is a configuration to work with.
    func readinessResponse() -> Response {
        switch dependencies.configuration {
        case .loaded: .json(["status": "healthy"])
        case .refused:
            .json(["status": "unhealthy", "reason": "configuration_refused"], status: .serviceUnavailable)
        }
    }
}

extension Response {
    /// A JSON answer.
    static func json(_ value: JSONValue, status: Status = .ok) -> Response {
        Response(status: status, headers: ["content-type": "application/json"], body: value.serialized())
    }
}
