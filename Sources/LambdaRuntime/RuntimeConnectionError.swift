import POSIX

/// Why an exchange with the Runtime API did not come to its end.
enum RuntimeConnectionError: Error, Equatable {
    /// Nothing answers at the address.
    case unreachable(SystemError)
    /// The connection ended before the first byte of an answer.
    case closed
    /// The connection ended within an answer, or the system refused to go on.
    case broken(SystemError?)
    /// What came is not an HTTP/1.1 response this client takes.
    case malformed
    /// A 500, "container error, non-recoverable state: the runtime should exit promptly", or an answer to the request for
    /// the next event that makes as little sense to go on after.
    case refused(status: Int)

    /// Words for the function's log.
    var description: String {
        switch self {
        case .unreachable(let error): "the Runtime API does not answer (\(error))"
        case .closed: "the Runtime API closed the connection"
        case .broken(let error): "the connection to the Runtime API broke" + (error.map { " (\($0))" } ?? "")
        case .malformed: "the Runtime API's answer is not HTTP"
        case .refused(let status): "the Runtime API answered with status \(status)"
        }
    }
}
