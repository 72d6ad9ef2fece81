import Glibc

/// A TCP socket that waits for connections; closed when the value ends.
package struct ListeningSocket: ~Copyable, Sendable {
    private let descriptor: Int32
    /// The port it is bound to: the kernel's choice when 0 was asked for.
    package let port: UInt16

    /// Binds and listens, with SO_REUSEADDR and a backlog of 1,024. Port 0 takes any free one. Fails with EADDRINUSE when
    /// somebody else has the port.
    package init(host: String, port: UInt16) throws(SystemError) {
        guard let address = try SocketAddress.resolve(host: host, port: port).first else {
            throw SystemError(code: ENOENT, operation: "getaddrinfo")
        }
        let listener = socket(address.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw .last("socket") }
        do throws(SystemError) {
            var on: Int32 = 1
            setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
            guard address.withSocketAddress({ bind(listener, $0, $1) }) == 0 else { throw SystemError.last("bind") }
            guard listen(listener, 1_024) == 0 else { throw SystemError.last("listen") }
            self.port = try SocketAddress(ofSocket: listener).port
            descriptor = listener
        } catch {
            close(listener)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Waits for the next connection: close-on-exec, with TCP_NODELAY. Fails with EINVAL after `shutdown`.
    package func accept() throws(SystemError) -> Socket {
        while true {
            let connection = Glibc.accept(descriptor, nil, nil)
            if connection >= 0 {
                FileDescriptor.setCloseOnExec(connection)
                Socket.setNoDelay(connection)
                return Socket(owning: connection)
            }
            // A connection that ended while it waited in the queue is no fault of the listener.
            guard errno == EINTR || errno == ECONNABORTED else { throw .last("accept") }
        }
    }

    /// Stops listening: threads that wait in `accept` return with an error.
    package func shutdown() {
        _ = Glibc.shutdown(descriptor, Int32(SHUT_RDWR))
    }
}
