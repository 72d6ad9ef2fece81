import HTTP
import POSIX

/// One client's connection: reads its requests one after the other and has them answered.
struct FrontConnection {
    /// What API Gateway accepts as a request's body: 10 MB.
    static let maxBodyBytes = 10 << 20
    /// The request line and the values of all headers together ("Amazon API Gateway quotas").
    static let maxHeadBytes = 10_240
    /// How long a connection may be silent between requests.
    private static let idleMilliseconds: Int32 = 75_000
    /// How long a request's head may take, from its first byte.
    private static let headMilliseconds: Int32 = 10_000
    /// How long a client may pause within a body.
    private static let bodyMilliseconds: Int32 = 30_000
    /// How long a client may take nothing of an answer.
    private static let sendMilliseconds: Int32 = 300_000

    /// Why no more requests are read.
    private enum End: Error {
        /// The client has gone, or has been silent for too long.
        case silent
        /// The client is told, and the connection is closed.
        case refused(Status, message: String)
    }

    let gateway: APIGateway
    let port: UInt16
    let observer: FrontServer.Observer?
    private let connection: Connection
    private var reader: MessageReader
    private var receiveTimeout: Int32 = 0

    init(
        _ connection: Connection,
        gateway: APIGateway,
        port: UInt16,
        observer: FrontServer.Observer? = nil
    ) {
        self.connection = connection
        self.gateway = gateway
        self.port = port
        self.observer = observer
        reader = MessageReader(connection)
    }

    /// Serves until one side closes the connection.
    mutating func serve() {
        do throws(End) {
            try limitSending()
            while true {
                let head = try nextHead()
                guard try serve(head) else { return }
            }
        } catch {
            guard case .refused(let status, let message) = error else { return }
            refuse(status, message)
        }
    }

    /// Serves one request; false when the connection is to be closed.
    private mutating func serve(_ head: HTTP1Head) throws(End) -> Bool {
        let receivedAt = Timestamp.now()
        let start = MonotonicClock.nanoseconds()
        var request = try Self.request(head)
        if case .fixed(let length) = head.bodyLength, length > Self.maxBodyBytes {
            return refuseBody(of: request, head, at: receivedAt)
        }
        if head.expectsContinue, head.minorVersion > 0, head.bodyLength != .fixed(0) {
            send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        }
        if head.bodyLength != .fixed(0) { try setReceiveTimeout(Self.bodyMilliseconds) }
        guard let body = try read({ reader throws(MessageReaderError) in try reader.body(limit: Self.maxBodyBytes) })
        else { return refuseBody(of: request, head, at: receivedAt) }
        request.body = body
        let apiRequest = APIRequest(request, api: gateway.api, port: port, receivedAt: receivedAt)
        let client = client(for: head, at: receivedAt)
        let keepsAlive = gateway.respond(to: apiRequest, client: client)
        observer?(apiRequest, client.status, MonotonicClock.nanoseconds() - start)
        return keepsAlive
    }

    private func client(for head: HTTP1Head, at time: Timestamp, keepsAlive: Bool = true) -> Client {
        let encoding = ResponseEncoding(
            answersHead: head.method == .head,
            minorVersion: head.minorVersion,
            keepsAlive: keepsAlive && head.keepsAlive
        )
        return Client(connection: connection, encoding: encoding, receivedAt: time)
    }

    private static func request(_ head: HTTP1Head) throws(End) -> Request {
        guard case .request(let method, let target) = head.startLine else {
            throw .refused(.badRequest, message: "Bad Request")
        }
        let line = method.rawValue.utf8.count + target.utf8.count + " HTTP/1.1 ".utf8.count
        guard head.headers.reduce(line, { $0 + $1.value.utf8.count }) <= maxHeadBytes else {
            throw .refused(.requestHeaderFieldsTooLarge, message: "Request Header Fields Too Large")
        }
        var path = target[...]
        // A request by way of a proxy names the whole URL (RFC 9112 §3.2.2).
        if path.hasPrefix("http://"), let slash = path.dropFirst("http://".count).firstIndex(of: "/") {
            path = path[slash...]
        }
        guard path.hasPrefix("/") else { throw .refused(.badRequest, message: "Bad Request") }
        let mark = path.firstIndex(of: "?") ?? path.endIndex
        return Request(
            method: method,
            path: String(path[..<mark]),
            query: QueryItems(parsing: String(path[mark...].dropFirst())),
            headers: head.headers
        )
    }

    /// Answers a request whose body is too large, and takes in some of what the client still sends: closing at once
    /// would make the network drop the answer.
    private func refuseBody(of request: Request, _ head: HTTP1Head, at time: Timestamp) -> Bool {
        let apiRequest = APIRequest(request, api: gateway.api, port: port, receivedAt: time)
        _ = gateway.send(
            .requestTooLarge,
            to: apiRequest,
            client: client(for: head, at: time, keepsAlive: false)
        )
        linger()
        return false
    }

    private func refuse(_ status: Status, _ message: String) {
        let body = Array(#"{"message":"\#(message)"}"#.utf8)
        let encoding = ResponseEncoding(answersHead: false, minorVersion: 1, keepsAlive: false)
        let client = Client(connection: connection, encoding: encoding, receivedAt: .now())
        _ = client.send(Response(status: status, headers: ["Content-Type": "application/json"], body: body))
        linger()
    }

    private func linger() {
        connection.socket.shutdownSending()
        let deadline = MonotonicClock.nanoseconds() + 2_000_000_000
        withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 1) { buffer in
            do throws(SystemError) {
                try connection.socket.setReceiveTimeout(milliseconds: 1_000)
                while MonotonicClock.nanoseconds() < deadline, try connection.socket.receive(into: buffer) > 0 {}
            } catch {
                return
            }
        }
    }

    private func send(_ bytes: [UInt8]) {
        do throws(SystemError) {
            try connection.socket.send(bytes)
        } catch {
            // The next receive tells that the client is gone.
            return
        }
    }
}

// Reading within the time limits.
extension FrontConnection {
    /// The head of the next request. Only its first byte may take long.
    private mutating func nextHead() throws(End) -> HTTP1Head {
        var deadline: UInt64?
        while true {
            let event = try read { reader throws(MessageReaderError) in try reader.next() }
            if case .head(let head) = event { return head }
            if reader.isBetweenMessages {
                try setReceiveTimeout(Self.idleMilliseconds)
            } else {
                let now = MonotonicClock.nanoseconds()
                let end = deadline ?? now + UInt64(Self.headMilliseconds) * 1_000_000
                deadline = end
                guard now < end else { throw .refused(.requestTimeout, message: "Request Timeout") }
                try setReceiveTimeout(Int32((end - now) / 1_000_000) + 1)
            }
            guard try read({ reader throws(MessageReaderError) in try reader.receive() }) else {
                if reader.isBetweenMessages { throw .silent }
                throw .refused(.badRequest, message: "Bad Request")
            }
        }
    }

    private mutating func read<R>(
        _ body: (inout MessageReader) throws(MessageReaderError) -> R
    ) throws(End) -> R {
        do throws(MessageReaderError) {
            return try body(&reader)
        } catch {
            switch error {
            case .malformed(let problem):
                throw .refused(problem.status, message: problem.status.reasonPhrase)
            case .timedOut where !reader.isBetweenMessages:
                throw .refused(.requestTimeout, message: "Request Timeout")
            case .timedOut, .broken: throw .silent
            }
        }
    }

    private func limitSending() throws(End) {
        do throws(SystemError) {
            try connection.socket.setSendTimeout(milliseconds: Self.sendMilliseconds)
        } catch {
            throw .silent
        }
    }

    private mutating func setReceiveTimeout(_ milliseconds: Int32) throws(End) {
        guard milliseconds != receiveTimeout else { return }
        do throws(SystemError) {
            try connection.socket.setReceiveTimeout(milliseconds: milliseconds)
            receiveTimeout = milliseconds
        } catch {
            throw .silent
        }
    }
}
