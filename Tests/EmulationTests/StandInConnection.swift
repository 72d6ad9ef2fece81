import HTTP
import POSIX
import Synchronization

/// A blocking HTTP/1.1 connection of a client, with the answers parsed.
final class StandInConnection: Sendable {
    struct Closed: Error {}

    let socket: Socket
    private let parser = Mutex(HTTP1Parser(.responses, limits: HTTP1Limits(maxBodyBytes: 1 << 30)))

    init(_ authority: String) throws(SystemError) {
        let parts = authority.split(separator: ":")
        socket = try Socket.connect(host: String(parts[0]), port: UInt16(parts[1]) ?? 0)
    }

    func send(_ text: String) throws { try socket.send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws { try socket.send(bytes) }

    /// Says which method the next answer belongs to.
    func expectAnswer(to method: HTTP.Method) { parser.withLock { $0.expectResponse(to: method) } }

    /// The next event of the answers; throws `HTTP1Error.truncated` when the connection ends within one, `Closed`
    /// between two.
    func nextEvent() throws -> HTTP1Parser.Event {
        while true {
            let event = try parser.withLock { try $0.next() }
            if event != .needsMore { return event }
            let bytes = try [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                count = try socket.receive(into: UnsafeMutableRawBufferPointer(buffer))
            }
            guard !bytes.isEmpty else {
                guard let event = try parser.withLock({ try $0.finish() }) else { throw Closed() }
                return event
            }
            parser.withLock { $0.append(bytes) }
        }
    }

    /// A whole answer.
    func receive() throws -> (head: HTTP1Head, body: [UInt8]) {
        var head: HTTP1Head?
        var body: [UInt8] = []
        while true {
            switch try nextEvent() {
            case .head(let next): head = next
            case .body(let bytes): body += bytes
            case .end: return (try head ?? { throw Closed() }(), body)
            case .needsMore: continue
            }
        }
    }

    /// Waits until the other side has closed the connection; throws when it sends something instead.
    func waitForClose() throws {
        do {
            let event = try nextEvent()
            throw UnexpectedEvent(event: "\(event)")
        } catch is Closed {
            return
        } catch let error as SystemError where error.operation == "recv" {
            return
        } catch HTTP1Error.truncated {
            return
        }
    }

    struct UnexpectedEvent: Error { let event: String }
}
