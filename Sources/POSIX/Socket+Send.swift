import Glibc

extension Socket {
    /// Sends all the bytes. Fails with EPIPE or ECONNRESET when the peer is gone, EAGAIN when the send timeout passes.
    package func send(_ bytes: [UInt8]) throws(SystemError) {
        if let failure = bytes.withUnsafeBytes({ sendAll($0) }) { throw failure }
    }

    /// Sends all the bytes of both arrays, gathered in one sendmsg(2) where the kernel has room for them.
    package func send(_ first: [UInt8], _ second: [UInt8]) throws(SystemError) {
        try send(first, second, [])
    }

    /// Sends all the bytes of the three arrays, gathered in one sendmsg(2) where the kernel has room for them: a head, a
    /// body and its end leave in one segment without being copied together.
    package func send(_ first: [UInt8], _ second: [UInt8], _ third: [UInt8]) throws(SystemError) {
        let failure = first.withUnsafeBytes { first in
            second.withUnsafeBytes { second in
                third.withUnsafeBytes { third in sendAll(first, second, third) }
            }
        }
        if let failure { throw failure }
    }

    private func sendAll(_ bytes: UnsafeRawBufferPointer) -> SystemError? {
        var offset = 0
        while offset < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
            let count = Glibc.send(descriptor, rest.baseAddress, rest.count, Self.noSignal)
            if count >= 0 {
                offset += count
            } else if errno != EINTR {
                return .last("send")
            }
        }
        return nil
    }

    private func sendAll(
        _ first: UnsafeRawBufferPointer,
        _ second: UnsafeRawBufferPointer,
        _ third: UnsafeRawBufferPointer
    ) -> SystemError? {
        var pieces = (iovec(first), iovec(second), iovec(third))
        let total = first.count + second.count + third.count
        var sent = 0
        while sent < total {
            let count = withUnsafeMutablePointer(to: &pieces) { pointer in
                pointer.withMemoryRebound(to: iovec.self, capacity: 3) { start in
                    var message = msghdr()
                    message.msg_iov = start
                    message.msg_iovlen = 3
                    return sendmsg(descriptor, &message, Self.noSignal)
                }
            }
            if count >= 0 {
                sent += count
                var consumed = count
                pieces.0.drop(&consumed)
                pieces.1.drop(&consumed)
                pieces.2.drop(&consumed)
            } else if errno != EINTR {
                return .last("sendmsg")
            }
        }
        return nil
    }

    private static var noSignal: Int32 { Int32(MSG_NOSIGNAL) }
}

extension iovec {
    fileprivate init(_ bytes: UnsafeRawBufferPointer) {
        // sendmsg(2) only reads; the C type has no way to say so.
        self.init(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
    }

    /// Takes as many of `count` bytes off the front as there are.
    fileprivate mutating func drop(_ count: inout Int) {
        let dropped = min(count, Int(iov_len))
        iov_base = iov_base.map { $0 + dropped }
        iov_len -= dropped
        count -= dropped
    }
}
