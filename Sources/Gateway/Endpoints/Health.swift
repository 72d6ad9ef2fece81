import HTTP
import JSON
import Routes
import Serving

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
