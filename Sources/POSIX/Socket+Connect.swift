import Glibc

extension Socket {
    /// Connects to a host, trying its addresses in order; the timeout holds for each. The socket is close-on-exec, has
    /// TCP_NODELAY and no receive or send timeout. Fails as the last address did, with ETIMEDOUT after the timeout.
    package static func connect(
        host: String,
        port: UInt16,
        timeoutMilliseconds: Int32 = 5_000
    ) throws(SystemError) -> Socket {
        var failure = SystemError(code: ENOENT, operation: "getaddrinfo")
        for address in try SocketAddress.resolve(host: host, port: port) {
            do throws(SystemError) {
                return try connect(to: address, timeoutMilliseconds: timeoutMilliseconds)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private static func connect(to address: SocketAddress, timeoutMilliseconds: Int32) throws(SystemError) -> Socket {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { throw .last("socket") }
        let connection = Socket(owning: descriptor)
        setNoDelay(descriptor)
        if address.withSocketAddress({ Glibc.connect(descriptor, $0, $1) }) != 0 {
            guard errno == EINPROGRESS || errno == EINTR else { throw .last("connect") }
            try waitForConnection(descriptor, timeoutMilliseconds: timeoutMilliseconds)
        }
        guard fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK) == 0 else { throw .last("fcntl") }
        return connection
    }

    private static func waitForConnection(_ descriptor: Int32, timeoutMilliseconds: Int32) throws(SystemError) {
        let deadline = MonotonicClock.nanoseconds() + UInt64(max(timeoutMilliseconds, 0)) * 1_000_000
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while true {
            let now = MonotonicClock.nanoseconds()
            // Rounded up: a wait of 0 would spin through the last millisecond.
            let left = now < deadline ? Int32(clamping: (deadline - now + 999_999) / 1_000_000) : 0
            let ready = poll(&request, 1, left)
            if ready > 0 { break }
            if ready == 0 { throw SystemError(code: ETIMEDOUT, operation: "connect") }
            guard errno == EINTR else { throw .last("poll") }
        }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else { throw .last("getsockopt") }
        guard code == 0 else { throw SystemError(code: code, operation: "connect") }
    }
}
