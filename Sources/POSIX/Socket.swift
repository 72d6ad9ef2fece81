import Glibc

/// A connected TCP socket; closed when the value ends. All calls wait, on the thread that makes them.
///
/// SIGPIPE never comes of it: every send says MSG_NOSIGNAL, so the process's handling of the signal stays as it is.
package struct Socket: ~Copyable, Sendable {
    /// The kernel's number for the socket; valid while this value lives.
    package let descriptor: Int32

    /// Takes over a connected socket.
    package init(owning fd: Int32) {
        descriptor = fd
    }

    deinit { close(descriptor) }

    /// Receives what is there, waiting for the first byte: the number of bytes written to `buffer`, 0 when the peer will
    /// send no more. Fails with EAGAIN when the receive timeout passes.
    package func receive(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count >= 0 { return count }
            guard errno == EINTR else { throw .last("recv") }
        }
    }

    /// Stops both directions: a thread that waits in `receive` or `send` returns. The descriptor stays open.
    package func shutdown() {
        _ = Glibc.shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Says that nothing more will be sent; receiving goes on.
    package func shutdownSending() {
        _ = Glibc.shutdown(descriptor, Int32(SHUT_WR))
    }

    /// True when the peer has closed its side and all it sent has been received, or the connection broke. Never waits.
    package var peerHasClosed: Bool {
        var byte: UInt8 = 0
        while true {
            let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
            if count > 0 { return false }
            if count == 0 { return true }
            if errno != EINTR { return errno != EAGAIN }
        }
    }

    /// How long `receive` waits for a byte before it fails with EAGAIN; 0 for ever.
    package func setReceiveTimeout(milliseconds: Int32) throws(SystemError) {
        try setTimeout(SO_RCVTIMEO, milliseconds)
    }

    /// How long `send` waits for room before it fails with EAGAIN; 0 for ever.
    package func setSendTimeout(milliseconds: Int32) throws(SystemError) {
        try setTimeout(SO_SNDTIMEO, milliseconds)
    }

    private func setTimeout(_ option: Int32, _ milliseconds: Int32) throws(SystemError) {
        var value = timeval(tv_sec: Int(milliseconds / 1_000), tv_usec: Int(milliseconds % 1_000) * 1_000)
        let result = setsockopt(descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<timeval>.size))
        guard result == 0 else { throw .last("setsockopt") }
    }

    /// Sends small messages at once (TCP_NODELAY): what is written is complete, waiting for more only delays it.
    static func setNoDelay(_ descriptor: Int32) {
        var on: Int32 = 1
        _ = setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }
}
