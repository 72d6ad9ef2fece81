import POSIX

/// A connected socket that several threads hold; closed when the last of them lets go, so that its number is nobody
/// else's while one of them waits on it.
final class Connection: Sendable {
    let socket: Socket

    init(_ socket: consuming Socket) {
        self.socket = socket
    }
}
