import Glibc
import POSIX

/// A listening socket of 127.0.0.1 that accepts nobody: connections are made by the kernel, and stay in its queue.
final class UnacceptingListener: Sendable {
    private let descriptor: Int32
    let port: UInt16

    /// `backlog`: connections that have a place in the queue. One more than that is made; the next gets no answer.
    init(backlog: Int32 = 8) throws(SystemError) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { [descriptor] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) + getsockname(descriptor, address, &length)
                    + listen(descriptor, backlog)
            }
        }
        guard result == 0 else { throw SystemError(code: errno, operation: "listen") }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }

    var url: String { "http://127.0.0.1:\(port)/" }

    /// Gives the port up, in a thread of its own, when a connection waits: it is reset then.
    func closeAfterFirstConnection() throws(SystemError) {
        try PlatformThread.start(name: "listener") { [self] in
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&entry, 1, -1)
            _ = Glibc.shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }

    /// Takes every place in the queue.
    func fill() -> [BoundSocket] {
        (0..<4).map { _ in BoundSocket(connectingTo: port) }
    }
}
