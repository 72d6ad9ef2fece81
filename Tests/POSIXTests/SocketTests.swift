import Glibc
import POSIX
import TestSupport
import Testing

@Suite("A socket")
struct SocketTests {
    /// A listener, and a thread that accepts one connection and hands it to `peer`.
    private func withPeer<T: Sendable, R>(
        _ peer: @escaping @Sendable (borrowing Socket) -> T,
        _ body: (borrowing Socket) throws -> R
    ) throws -> (R, T?) {
        let listener = try ListeningSocket(host: "127.0.0.1", port: 0)
        let port = listener.port
        let accepting = Accepting(listener)
        let thread = try Joinable { () -> T? in
            guard let socket = accepting.accept() else { return nil }
            return peer(socket)
        }
        let socket = try Socket.connect(host: "127.0.0.1", port: port)
        let result = try body(socket)
        return (result, thread.join() ?? nil)
    }

    private static func receiveAll(_ socket: borrowing Socket) -> [UInt8] {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while let count = try? buffer.withUnsafeMutableBytes({ try socket.receive(into: $0) }), count > 0 {
            received += buffer[..<count]
        }
        return received
    }

    @Test(
        "delivers gathered pieces whole and in order, whatever their sizes",
        arguments: [
            (0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), (3, 5, 7), (1, 6_000_000, 1), (3_000_000, 0, 3_000_000),
        ]
    )
    func gathers(sizes: (Int, Int, Int)) throws {
        let pieces = [sizes.0, sizes.1, sizes.2].map { count in (0..<count).map { UInt8(truncatingIfNeeded: $0 % 251) }
        }
        let (_, received) = try withPeer({ Self.receiveAll($0) }) { socket in
            try socket.send(pieces[0], pieces[1], pieces[2])
            socket.shutdownSending()
        }
        #expect(received == pieces[0] + pieces[1] + pieces[2])
    }

    @Test("delivers one large piece whole")
    func sends() throws {
        let bytes = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 % 241) }
        let (_, received) = try withPeer({ Self.receiveAll($0) }) { socket in
            try socket.send(bytes)
            socket.shutdownSending()
        }
        #expect(received == bytes)
    }

    @Test("reports a peer that is gone as an error, not as a signal")
    func peerGone() throws {
        let (error, _) = try withPeer({ $0.shutdown() }) { socket -> SystemError? in
            let chunk = [UInt8](repeating: 0, count: 65_536)
            do throws(SystemError) {
                while true { try socket.send(chunk, chunk, chunk) }
            } catch {
                return error
            }
        }
        #expect(error?.code == EPIPE || error?.code == ECONNRESET)
    }

    @Test("knows a peer that has closed from one that is silent, and from one whose bytes are unread")
    func peerHasClosed() throws {
        let listener = try ListeningSocket(host: "127.0.0.1", port: 0)
        let client = try Socket.connect(host: "127.0.0.1", port: listener.port)
        let server = try listener.accept()
        expectClosed(false, client)
        try server.send([1])
        server.shutdownSending()
        var request = pollfd(fd: client.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&request, 1, 10_000) == 1)
        expectClosed(false, client)
        var byte: UInt8 = 0
        #expect(try withUnsafeMutableBytes(of: &byte) { try client.receive(into: $0) } == 1)
        #expect(try withUnsafeMutableBytes(of: &byte) { try client.receive(into: $0) } == 0)
        expectClosed(true, client)
    }

    // The macro would copy the socket.
    private func expectClosed(
        _ expected: Bool,
        _ socket: borrowing Socket,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let hasClosed = socket.peerHasClosed
        #expect(hasClosed == expected, sourceLocation: sourceLocation)
    }

    @Test("gives up receiving after its timeout, and not before")
    func receiveTimeout() throws {
        let listener = try ListeningSocket(host: "127.0.0.1", port: 0)
        let client = try Socket.connect(host: "127.0.0.1", port: listener.port)
        try client.setReceiveTimeout(milliseconds: 30)
        let start = MonotonicClock.nanoseconds()
        let error = #expect(throws: SystemError.self) {
            var byte: UInt8 = 0
            _ = try withUnsafeMutableBytes(of: &byte) { try client.receive(into: $0) }
        }
        #expect(error?.isTimeout == true)
        #expect(MonotonicClock.nanoseconds() - start >= 25_000_000)
    }

    @Test("gives up sending after its timeout when nobody reads")
    func sendTimeout() throws {
        let listener = try ListeningSocket(host: "127.0.0.1", port: 0)
        let client = try Socket.connect(host: "127.0.0.1", port: listener.port)
        try client.setSendTimeout(milliseconds: 30)
        let error = #expect(throws: SystemError.self) {
            try client.send([UInt8](repeating: 0, count: 64 << 20))
        }
        #expect(error?.isTimeout == true)
    }

    @Test("wakes a thread that waits in receive when it is shut down")
    func shutdown() throws {
        let (_, received) = try withPeer({ Self.receiveAll($0) }) { $0.shutdown() }
        #expect(received == [])
    }

    @Test("says who refused, in words")
    func refused() throws {
        let port: UInt16
        do {
            let listener = try ListeningSocket(host: "127.0.0.1", port: 0)
            port = listener.port
        }
        let error = #expect(throws: SystemError.self) { _ = try Socket.connect(host: "127.0.0.1", port: port) }
        #expect(error?.isConnectionRefused == true)
        #expect(error?.description == "connect: Connection refused")
    }

    @Test("connects by name", arguments: ["localhost", "127.0.0.1"])
    func byName(host: String) throws {
        let listener = try ListeningSocket(host: "127.0.0.1", port: 0)
        let client = try Socket.connect(host: host, port: listener.port)
        let server = try listener.accept()
        try client.send([7])
        var byte: UInt8 = 0
        #expect(try withUnsafeMutableBytes(of: &byte) { try server.receive(into: $0) } == 1)
        #expect(byte == 7)
    }

    @Test("of a name that does not exist is an error")
    func unknownName() {
        #expect(throws: SystemError.self) { _ = try Socket.connect(host: "no-such-host.invalid", port: 1) }
    }

    @Test("gives up connecting after its timeout")
    func connectTimeout() throws {
        // A listener with a queue of one that nobody accepts from: the kernel drops what comes once it is full.
        let full = FullListener()
        var connections: [Connected] = []
        var error: SystemError?
        for _ in 0..<8 where error == nil {
            do throws(SystemError) {
                connections.append(
                    Connected(try Socket.connect(host: "127.0.0.1", port: full.port, timeoutMilliseconds: 50))
                )
            } catch let failure {
                error = failure
            }
        }
        #expect(error == SystemError(code: ETIMEDOUT, operation: "connect"))
    }

    @Test("is inherited by no child process")
    func closeOnExec() throws {
        let listener = try ListeningSocket(host: "127.0.0.1", port: 0)
        let client = try Socket.connect(host: "127.0.0.1", port: listener.port)
        let server = try listener.accept()
        #expect(fcntl(client.descriptor, F_GETFD) == FD_CLOEXEC)
        #expect(fcntl(server.descriptor, F_GETFD) == FD_CLOEXEC)
    }
}

@Suite("A listening socket")
struct ListeningSocketTests {
    @Test("wakes a thread that waits in accept when it is shut down")
    func shutdown() throws {
        let listener = Accepting(try ListeningSocket(host: "127.0.0.1", port: 0))
        let thread = try Joinable { listener.accept() == nil }
        listener.shutdown()
        #expect(thread.join() == true)
    }

    @Test("refuses a port that somebody else listens on")
    func taken() throws {
        let listener = try ListeningSocket(host: "127.0.0.1", port: 0)
        let error = #expect(throws: SystemError.self) {
            _ = try ListeningSocket(host: "127.0.0.1", port: listener.port)
        }
        #expect(error == SystemError(code: EADDRINUSE, operation: "bind"))
    }

    @Test("has the port it was asked for")
    func port() throws {
        let chosen: UInt16
        do {
            let first = try ListeningSocket(host: "127.0.0.1", port: 0)
            chosen = first.port
        }
        #expect(chosen != 0)
        #expect(try ListeningSocket(host: "127.0.0.1", port: chosen).port == chosen)
    }
}

/// A listening socket that threads can share.
final class Accepting: Sendable {
    private let listener: ListeningSocket

    init(_ listener: consuming ListeningSocket) { self.listener = listener }

    func accept() -> Socket? { try? listener.accept() }
    func shutdown() { listener.shutdown() }
}

/// A socket to be kept in an array.
private final class Connected {
    private let socket: Socket

    init(_ socket: consuming Socket) { self.socket = socket }
}

/// A listener with the shortest queue the kernel has.
private final class FullListener {
    let port: UInt16
    private let descriptor: Int32

    init() {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        port = withUnsafeMutableBytes(of: &address) { [descriptor] bytes in
            guard let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return 0 }
            bind(descriptor, pointer, size)
            listen(descriptor, 0)
            getsockname(descriptor, pointer, &size)
            return bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self).byteSwapped
        }
    }

    deinit { close(descriptor) }
}
