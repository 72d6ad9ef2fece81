import HTTP
import POSIX
import Synchronization

/// The client of one request: where its answer goes, once.
final class Client: Sendable {
    let connection: Connection
    private let encoding: ResponseEncoding
    private let receivedAt: Timestamp
    private let answeredStatus = Atomic(0)

    init(connection: Connection, encoding: ResponseEncoding, receivedAt: Timestamp) {
        self.connection = connection
        self.encoding = encoding
        self.receivedAt = receivedAt
    }

    /// The status of its answer; 0 before there is one.
    var status: Int { answeredStatus.load(ordering: .relaxed) }

    /// The head of an answer whose body comes bit by bit, and how its end is found.
    ///
    /// - Parameter length: of the body, when it is known.
    func begin(status: Int, headers: HeaderFields, length: Int?) -> ([UInt8], ResponseEncoding.Framing) {
        answeredStatus.store(status, ordering: .relaxed)
        let framing = encoding.framing(status: status, length: length)
        let head = encoding.head(status: status, headers: headers, framing: framing, length: length, at: receivedAt)
        return (head, framing)
    }

    /// Whether the connection can carry another request after a body of this framing.
    func keepsAlive(after framing: ResponseEncoding.Framing) -> Bool { encoding.keepsAlive(after: framing) }

    /// Sends a whole answer; returns whether the connection can carry another request.
    func send(_ response: Response) -> Bool {
        let (head, framing) = begin(
            status: response.status.rawValue,
            headers: response.headers,
            length: response.body.count
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
