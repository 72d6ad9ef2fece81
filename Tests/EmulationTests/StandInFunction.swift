import HTTP
import POSIX
import Synchronization

@testable import Emulation

/// Plays a function: runs a script on a thread that speaks the Runtime API, as an executable would in its process.
final class StandInFunction: SandboxLauncher {
    private let script: @Sendable (StandInSession) throws -> Void
    private let started = Monitor(0)

    /// - Parameter script: what each sandbox does; when it returns or throws, the "process" has ended.
    init(_ script: @escaping @Sendable (StandInSession) throws -> Void) {
        self.script = script
    }

    /// One that handles invocation after invocation the same way.
    convenience init(handling handle: @escaping @Sendable (StandInEvent, StandInSession) throws -> Void) {
        self.init { session in
            while true { try handle(try session.next(), session) }
        }
    }

    /// How many sandboxes were started.
    var startCount: Int { started.withLock { $0 } }

    func start(_ launch: SandboxLaunch) throws(SystemError) -> any SandboxProcess {
        let process = StandInProcess()
        let number = started.withLock { count in
            count += 1
            return count
        }
        let script = script
        let session = StandInSession(
            try StandInConnection(launch.runtimeAPI),
            number: number,
            runtimeAPI: launch.runtimeAPI
        )
        process.attach(session)
        try PlatformThread.start(name: "stand-in") {
            do {
                try script(session)
                process.end("exit status 0")
            } catch {
                process.end("exit status 1")
            }
        }
        return process
    }
}

/// The "process" of a stand-in.
final class StandInProcess: SandboxProcess {
    private let status = Monitor<String?>(nil)
    private let session = Mutex<StandInSession?>(nil)

    let processID: Int32? = nil
    let lastOutput = ""

    func attach(_ session: StandInSession) { self.session.withLock { $0 = session } }

    func end(_ text: String) {
        session.withLock { $0 }?.connection.socket.shutdown()
        status.withLock { $0 = text }
    }

    func requestEnd() { end("asked to end") }

    func kill() { end("killed") }

    func waitForEnd(until deadline: UInt64?) -> String? { status.wait(until: deadline) { $0 } }
}

/// An event a stand-in was given.
struct StandInEvent: Sendable {
    let id: String
    let head: HTTP1Head
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
}

/// What a stand-in's script talks to: the Runtime API of its sandbox.
final class StandInSession: Sendable {
    struct Refused: Error, Equatable {
        let status: Int
    }

    let connection: StandInConnection
    /// Counts the sandboxes of the function, from 1.
    let number: Int
    let runtimeAPI: String

    init(_ connection: StandInConnection, number: Int, runtimeAPI: String) {
        self.connection = connection
        self.number = number
        self.runtimeAPI = runtimeAPI
    }

    func next() throws -> StandInEvent {
        try connection.send("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n")
        let (head, body) = try connection.receive()
        guard head.status == .ok, let id = head.headers["Lambda-Runtime-Aws-Request-Id"] else {
            throw Refused(status: head.status?.rawValue ?? 0)
        }
        return StandInEvent(id: id, head: head, body: body)
    }

    /// Posts an answer in one piece and returns the status Lambda answers it with.
    @discardableResult
    func respond(_ event: StandInEvent, _ payload: [UInt8]) throws -> Int {
        try post("runtime/invocation/\(event.id)/response", payload)
    }

    @discardableResult
    func respond(_ event: StandInEvent, _ payload: String) throws -> Int { try respond(event, Array(payload.utf8)) }

    @discardableResult
    func fail(_ event: StandInEvent, _ document: String) throws -> Int {
        try post("runtime/invocation/\(event.id)/error", Array(document.utf8))
    }

    @discardableResult
    func post(_ path: String, _ payload: [UInt8]) throws -> Int {
        let head = "POST /2018-06-01/\(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(payload.count)\r\n\r\n"
        try connection.send(Array(head.utf8) + payload)
        return try connection.receive().head.status?.rawValue ?? 0
    }

    /// Begins a streamed answer; `write` and `finish` go on with it.
    func beginStream(_ event: StandInEvent, trailers: Bool = false) throws {
        try connection.send(
            """
            POST /2018-06-01/runtime/invocation/\(event.id)/response HTTP/1.1\r\nHost: x\r\n\
            Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\
            Content-Type: application/vnd.awslambda.http-integration-response\r\n\
            \(trailers ? "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n" : "")\r\n
            """
        )
    }

    func write(_ bytes: [UInt8]) throws {
        try connection.send(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8))
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// Ends the streamed answer and returns the status Lambda answers it with.
    @discardableResult
    func finish(trailers: String = "") throws -> Int {
        try connection.send("0\r\n\(trailers)\r\n")
        return try connection.receive().head.status?.rawValue ?? 0
    }

    /// A whole answer in the format of a STREAM integration.
    func stream(_ event: StandInEvent, prelude: String, body: String) throws {
        try beginStream(event)
        try write(prelude + StandInSession.delimiter + body)
        try finish()
    }

    static let delimiter = String(repeating: "\0", count: 8)
}

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

    /// The next event of the answers; throws `HTTP1Error.truncated` when the connection ends within one, `Closed` between
    /// two.
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
