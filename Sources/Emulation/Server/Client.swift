import HTTP
import POSIX

/// The client of one request: where its answer goes, once.
struct Client: Sendable {
    let connection: Connection
    let encoding: ResponseEncoding
    let receivedAt: Timestamp

    /// Sends a whole answer; returns whether the connection can carry another request.
    func send(_ response: Response) -> Bool {
        let status = response.status.rawValue
        let framing = encoding.framing(status: status, length: response.body.count)
        let head = encoding.head(
            status: status,
            headers: response.headers,
            framing: framing,
            length: response.body.count,
            at: receivedAt
        )
        do throws(SystemError) {
            if framing == .none {
                try connection.socket.send(head)
            } else {
                try connection.socket.send(head, response.body)
            }
            return encoding.keepsAlive(after: framing)
        } catch {
            return false
        }
    }
}
