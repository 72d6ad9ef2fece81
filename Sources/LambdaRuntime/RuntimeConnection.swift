import POSIX

/// One TCP connection to the Runtime API: sends requests and takes the answers apart, in a buffer it keeps.
///
/// Not for two threads at a time: it belongs to one loop, and during an invocation to that loop's response.
final class RuntimeConnection {
    /// Heads are some hundred bytes; what the buffer holds beyond one is the small event, which then needs no second
    /// recv(2). The rest of a large event goes straight to its own memory.
    private static let initialCapacity = 16_384
    private static let maxHeadBytes = 65_536
    private static let maxChunkLineBytes = 4_096

    private let socket: Socket
    private var buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    /// False once an answer said that it is the last on this connection, or one was not read to its end.
    private(set) var isReusable = true
    /// Whether a send that finds no room fails some time.
    private(set) var sendsAreLimited = false

    init(_ endpoint: RuntimeEndpoint) throws(RuntimeConnectionError) {
        do throws(SystemError) {
            socket = try Socket.connect(host: endpoint.host, port: endpoint.port)
        } catch {
            throw .unreachable(error)
        }
        buffer = .allocate(byteCount: Self.initialCapacity, alignment: 16)
    }

    deinit { buffer.deallocate() }

    /// True when the peer has closed the connection, which is so far idle. Never waits.
    var peerHasClosed: Bool { socket.peerHasClosed }

    /// From now on a send that finds no room fails at the deadline (`MonotonicClock`, nanoseconds); nil for never.
    func limitSends(until deadline: UInt64?) throws(RuntimeConnectionError) {
        var milliseconds: Int32 = 0
        if let deadline {
            let now = MonotonicClock.nanoseconds()
            milliseconds = max(1, Int32(clamping: (max(now, deadline) - now) / 1_000_000))
        }
        do throws(SystemError) {
            try socket.setSendTimeout(milliseconds: milliseconds)
        } catch {
            throw .broken(error)
        }
        sendsAreLimited = deadline != nil
    }

    /// From now on a receive that gets nothing fails after so long; 0 for never.
    func limitReceives(milliseconds: Int32) throws(RuntimeConnectionError) {
        do throws(SystemError) {
            try socket.setReceiveTimeout(milliseconds: milliseconds)
        } catch {
            throw .broken(error)
        }
    }

    /// Sends the pieces in one segment where there is room.
    func send(_ first: [UInt8], _ second: [UInt8] = [], _ third: [UInt8] = []) throws(RuntimeConnectionError) {
        do throws(SystemError) {
            if second.isEmpty, third.isEmpty {
                try socket.send(first)
            } else {
                try socket.send(first, second, third)
            }
        } catch {
            isReusable = false
            throw .broken(error)
        }
    }

    /// Waits for the head of the answer, for ever: between two events the process may be frozen for hours.
    func receiveHead() throws(RuntimeConnectionError) -> RuntimeResponseHead {
        while true {
            if start < end {
                switch RuntimeResponseHead.parse(UnsafeRawBufferPointer(rebasing: buffer[start..<end])) {
                case .head(let head, let length):
                    headStart = start
                    start += length
                    // Interim answers (1xx) precede the one that counts.
                    if head.status < 200 { continue }
                    if head.closes || head.framing == .untilClose { isReusable = false }
                    return head
                case .malformed:
                    isReusable = false
                    throw .malformed
                case .needsMore:
                    guard end - start < Self.maxHeadBytes else {
                        isReusable = false
                        throw .malformed
                    }
                }
            }
            let wasEmpty = start == end
            guard try receiveMore() else {
                isReusable = false
                throw wasEmpty ? .closed : .broken(nil)
            }
        }
    }

    private var headStart = 0

    /// The text of a place in the head received last. Valid until the body is read.
    func text(_ range: Range<Int>) -> String {
        String(decoding: buffer[headStart + range.lowerBound..<headStart + range.upperBound], as: UTF8.self)
    }

    /// True when the place in the head received last holds these bytes.
    func text(_ range: Range<Int>, equals bytes: [UInt8]) -> Bool {
        buffer[headStart + range.lowerBound..<headStart + range.upperBound].elementsEqual(bytes)
    }

    /// Reads the body whose head was received last.
    func receiveBody(_ framing: RuntimeResponseHead.Framing) throws(RuntimeConnectionError) -> [UInt8] {
        switch framing {
        case .length(let count): return try receive(exactly: count)
        case .chunked: return try receiveChunks()
        case .untilClose:
            var body: [UInt8] = []
            repeat {
                body += buffer[start..<end]
                start = end
            } while try receiveMore()
            return body
        }
    }

    /// Exactly so many bytes: those in the buffer are copied, the rest is received in its place.
    private func receive(exactly count: Int) throws(RuntimeConnectionError) -> [UInt8] {
        var failure: RuntimeConnectionError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            let target = UnsafeMutableRawBufferPointer(target)
            filled = min(count, end - start)
            target.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<start + filled]))
            start += filled
            do throws(SystemError) {
                while filled < count {
                    let received = try socket.receive(into: UnsafeMutableRawBufferPointer(rebasing: target[filled...]))
                    if received == 0 {
                        failure = .broken(nil)
                        return
                    }
                    filled += received
                }
            } catch {
                failure = .broken(error)
            }
        }
        if let failure {
            isReusable = false
            throw failure
        }
        return bytes
    }

    /// A chunked body (RFC 9112 §7.1); extensions and trailers are passed over.
    private func receiveChunks() throws(RuntimeConnectionError) -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let size = try receiveLine().prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
            guard !size.isEmpty, size.count <= 8, let count = Int(String(decoding: size, as: UTF8.self), radix: 16),
                count >= 0
            else { throw malformed() }
            if count == 0 { break }
            body += try receive(exactly: count)
            guard try receiveLine().isEmpty else { throw malformed() }
        }
        while try !receiveLine().isEmpty {}
        return body
    }

    private func receiveLine() throws(RuntimeConnectionError) -> [UInt8] {
        while true {
            if let feed = buffer[start..<end].firstIndex(of: UInt8(ascii: "\n")) {
                var line = Array(buffer[start..<feed])
                start = feed + 1
                if line.last == UInt8(ascii: "\r") { line.removeLast() }
                return line
            }
            guard end - start < Self.maxChunkLineBytes else { throw malformed() }
            guard try receiveMore() else {
                isReusable = false
                throw .broken(nil)
            }
        }
    }

    private func malformed() -> RuntimeConnectionError {
        isReusable = false
        return .malformed
    }

    /// Receives once, behind what the buffer holds; false when the peer has closed.
    private func receiveMore() throws(RuntimeConnectionError) -> Bool {
        makeRoom()
        do throws(SystemError) {
            let count = try socket.receive(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
            end += count
            return count > 0
        } catch {
            isReusable = false
            throw start == end && !error.isTimeout ? .closed : .broken(error)
        }
    }

    private func makeRoom() {
        if start == end {
            start = 0
            end = 0
        }
        guard end == buffer.count else { return }
        let held = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
        if start > 0 {
            buffer.copyMemory(from: held)
        } else {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 16)
            larger.copyMemory(from: held)
            buffer.deallocate()
            buffer = larger
        }
        end -= start
        start = 0
    }
}
