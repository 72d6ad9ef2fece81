import POSIX

/// The internal extension that makes Lambda send SIGTERM before it ends the sandbox: without an extension it sends
/// SIGKILL, and nothing can be finished. It asks for no events, so that it costs a request at the start and nothing later.
///
/// "Using the Lambda Extensions API" in the AWS Lambda developer guide; Lambda takes the registration until the runtime
/// asks for its first event.
extension RuntimeClient {
    /// How the registration ended.
    enum Registration: Equatable {
        /// Lambda will send SIGTERM.
        case registered
        /// There is no Extensions API, as in most emulators.
        case unsupported
        /// It was refused, or the answer was none.
        case failed(String)
    }

    /// How long the answer may take: the API is the Runtime API's neighbour.
    private static let answerMilliseconds: Int32 = 1_000

    /// Sends the registration. Its answer is taken by `finishRegistration`, so that what the function does to start
    /// happens meanwhile.
    func beginRegistration() throws(RuntimeConnectionError) {
        try send(Message(head: requests.registration, body: RuntimeRequests.noEvents))
    }

    /// Takes the answer, and says that the extension is ready: Lambda waits for that before the first event.
    func finishRegistration() -> Registration {
        do throws(RuntimeConnectionError) {
            let answer = try registrationAnswer()
            guard answer.status == 200 else {
                return answer.status == 404 ? .unsupported : .failed("status \(answer.status)")
            }
            guard let identifier = answer.identifier else { return .failed("no identifier") }
            try beReady(identifier)
            return .registered
        } catch {
            disconnect()
            return .failed(error.description)
        }
    }

    private func registrationAnswer() throws(RuntimeConnectionError) -> (status: Int, identifier: String?) {
        // Not a new one: an early answer may have come on a connection that could not take all of the request.
        guard let connection else { throw .closed }
        try connection.limitReceives(milliseconds: Self.answerMilliseconds)
        let head = try connection.receiveHead()
        let identifier = head.extensionIdentifier.map(connection.text)
        if connection.isReusable { _ = try connection.receiveBody(head.framing) }
        try connection.limitReceives(milliseconds: 0)
        return (head.status, identifier)
    }

    /// Asks for the extension's next event, on a connection of its own. No event was registered for, so that no answer
    /// comes, and nobody waits for one: the open request is all that Lambda wants.
    private func beReady(_ identifier: String) throws(RuntimeConnectionError) {
        do throws(SystemError) {
            let socket = try Socket.connect(host: endpoint.host, port: endpoint.port)
            try socket.send(requests.extensionEvent(identifier))
            extensionSocket = consume socket
        } catch {
            throw .unreachable(error)
        }
    }
}
