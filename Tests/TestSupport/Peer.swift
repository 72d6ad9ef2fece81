import Glibc
package import HTTP
import POSIX

/// The server's end of one connection, in the thread that plays the server.
package final class Peer: Sendable {
    /// A request as it came.
    package struct ReceivedRequest: Sendable {
        package let head: HTTP1Head
        package let body: [UInt8]

        /// The path and query as on the wire.
        package var target: String { head.target ?? "" }
    }

    private let socket: Socket
    /// Which connection of the server's it is, from 0.
    package let number: Int

    init(_ socket: consuming Socket, number: Int) {
        self.socket = socket
        self.number = number
    }

    /// The next request with its body; nil when the client closes instead.
    package func readRequest() -> ReceivedRequest? {
        var parser = HTTP1Parser(.requests)
        var head: HTTP1Head?
        var body: [UInt8] = []
        while true {
            guard let event = try? parser.next() else { return nil }
            switch event {
            case .needsMore:
                guard let bytes = receive(), !bytes.isEmpty else { return nil }
                parser.append(bytes)
            case .head(let received): head = received
            case .body(let bytes): body += bytes
            case .end: return head.map { ReceivedRequest(head: $0, body: body) }
            }
        }
    }

    /// What has come, at most 64 KiB; empty when the client has closed, nil when the connection broke.
    package func receive() -> [UInt8]? {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, length in
            count = (try? socket.receive(into: UnsafeMutableRawBufferPointer(buffer))) ?? -1
            length = max(count, 0)
        }
        return count < 0 ? nil : bytes
    }

    /// Waits until the client closes the connection, in peace or not.
    package func waitForClose() {
        while let bytes = receive(), !bytes.isEmpty {}
    }

    /// False when the client is gone.
    @discardableResult
    package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// False when the client is gone, or, with a send timeout, does not read.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        (try? socket.send(bytes)) != nil
    }

    /// Sends a whole answer with the body.
    ///
    /// - Parameter fields: header lines, each with its CRLF.
    @discardableResult
    package func answer(_ body: String, status: String = "200 OK", fields: String = "") -> Bool {
        send("HTTP/1.1 \(status)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// Sends blocks of 64 KiB until the client has taken none for so long; returns how many bytes were sent.
    package func sendUntilBlocked(milliseconds: Int32, atMost limit: Int) -> Int {
        try? socket.setSendTimeout(milliseconds: milliseconds)
        let block = [UInt8](repeating: 0x61, count: 64 << 10)
        var sent = 0
        while sent < limit {
            let count = block.withUnsafeBytes {
                Glibc.send(socket.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0 { break }
            sent += count
        }
        try? socket.setSendTimeout(milliseconds: 0)
        return sent
    }

    /// Closes with a reset instead of an orderly end, when the connection is dropped next.
    package func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket.descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Resets the connection, now.
    package func reset() {
        // What else "connecting to nobody" does to a connection is not said anywhere but in Linux's tcp_disconnect.
        var nobody = sockaddr(sa_family: sa_family_t(AF_UNSPEC), sa_data: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        connect(socket.descriptor, &nobody, socklen_t(MemoryLayout<sockaddr>.size))
    }

    /// Says that nothing more will be sent; the client may go on.
    package func shutdownSending() { socket.shutdownSending() }

    /// Ends everything: a thread that reads or writes comes back.
    package func shutdown() { socket.shutdown() }
}
