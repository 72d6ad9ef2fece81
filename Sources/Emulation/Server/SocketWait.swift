import Glibc
import POSIX

/// Waiting for one of two sockets.
enum SocketWait {
    enum Event {
        /// There is something to receive, or the connection has ended.
        case readable
        /// The other connection's peer has closed it.
        case peerGone
        case timedOut
    }

    /// POLLRDHUP of poll(2), which Glibc's module map leaves out.
    private static let peerHangUp: Int16 = 0x2000

    /// Waits until there is something to receive from `connection`, but no longer than `peer` has somebody at its other
    /// end.
    static func untilReadable(_ connection: Connection, whilePresent peer: Connection, milliseconds: Int32) -> Event {
        var requests = (
            pollfd(fd: connection.socket.descriptor, events: Int16(POLLIN), revents: 0),
            // Not POLLIN: the client may send its next request already.
            pollfd(fd: peer.socket.descriptor, events: Self.peerHangUp, revents: 0)
        )
        while true {
            let count = withUnsafeMutablePointer(to: &requests) { pointer in
                pointer.withMemoryRebound(to: pollfd.self, capacity: 2) { poll($0, 2, milliseconds) }
            }
            if count == 0 { return .timedOut }
            if count < 0, errno == EINTR { continue }
            return requests.1.revents != 0 ? .peerGone : .readable
        }
    }
}
