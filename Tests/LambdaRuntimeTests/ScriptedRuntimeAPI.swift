import JSON
import POSIX
import Telemetry
import TestSupport
import Testing

@testable import LambdaRuntime

/// A Runtime API on loopback that follows a script, byte for byte, while the real loop runs on a thread.
final class ScriptedRuntimeAPI: Sendable {
    private struct Arrivals: Sendable {
        var connections: [Arrival] = []
        var isOpen = true
    }

    private let listener: ListeningSocket
    private let arrivals = Monitor(Arrivals())
    private let lines = Monitor<[[UInt8]]>([])

    private init() throws { listener = try ListeningSocket(host: "127.0.0.1", port: 0) }

    private func startListening() throws {
        try PlatformThread.start(name: "listener") {
            while let socket = try? self.listener.accept() {
                let arrival = Arrival(socket)
                self.arrivals.withLock { if $0.isOpen { $0.connections.append(arrival) } }
            }
        }
    }

    var authority: String { "127.0.0.1:\(listener.port)" }

    /// What the loop has logged, "LEVEL message" each.
    var log: [String] { logEntries.map { "\($0["level"]?.string ?? "") \($0["message"]?.string ?? "")" } }

    /// The lines the loop has logged.
    var logEntries: [JSONValue] { lines.withLock { $0 }.map { (try? JSONValue(parsing: $0)) ?? .null } }

    /// Waits for a line that contains the text; false when none comes.
    func logs(_ text: String) -> Bool {
        lines.wait(until: soon()) { lines in lines.contains { String(decoding: $0, as: UTF8.self).contains(text) } }
    }

    /// Waits for the loop's next connection.
    func accept() throws -> ScriptedConnection {
        let arrival = arrivals.wait(until: soon()) { $0.connections.isEmpty ? nil : $0.connections.removeFirst() }
        guard let arrival else { throw ScriptError.noConnection }
        return ScriptedConnection(arrival)
    }

    /// From now on connections are refused, and those nobody has asked for are dropped.
    func stopListening() {
        listener.shutdown()
        arrivals.withLock {
            $0.isOpen = false
            $0.connections = []
        }
    }

    /// Runs the loop against the script; returns the exit status, nil when the loop does not end. The Runtime API is gone
    /// when the script is over. `whenEnded` is called as soon as the loop has ended.
    @discardableResult
    static func run<Handler: InvocationHandler>(
        environment: [String: String] = [:],
        gate: ShutdownGate = ShutdownGate(loops: 64),
        registersExtension: Bool = false,
        whenEnded: @escaping @Sendable () -> Void = {},
        makeHandler: @escaping @Sendable (Environment, ThreadExecutor?) async throws(InitializationError) -> Handler,
        script: (ScriptedRuntimeAPI) throws -> Void
    ) throws -> Int32? {
        let api = try ScriptedRuntimeAPI()
        try api.startListening()
        let variables = Environment(["AWS_LAMBDA_RUNTIME_API": api.authority]).merging(environment)
        let status = Monitor<Int32?>(nil)
        try PlatformThread.start(name: "runtime", stackBytes: 4 << 20) {
            let ended = LambdaRuntime.serve(
                environment: variables,
                log: Logger(level: .debug) { line in api.lines.withLock { $0.append(line) } },
                gate: gate,
                registersExtension: registersExtension,
                makeHandler
            )
            whenEnded()
            status.withLock { $0 = ended }
        }
        defer { api.stopListening() }
        try script(api)
        api.stopListening()
        return status.wait(until: soon()) { $0 }
    }

    /// Runs the loop with a handler that is ready at once.
    @discardableResult
    static func run(
        environment: [String: String] = [:],
        gate: ShutdownGate = ShutdownGate(loops: 64),
        registersExtension: Bool = false,
        whenEnded: @escaping @Sendable () -> Void = {},
        _ handle: @escaping @Sendable (Invocation, InvocationResponse) async throws(InvocationError) -> Void,
        script: (ScriptedRuntimeAPI) throws -> Void
    ) throws -> Int32? {
        try run(
            environment: environment,
            gate: gate,
            registersExtension: registersExtension,
            whenEnded: whenEnded,
            makeHandler: { _, _ throws(InitializationError) in ClosureHandler(body: handle) },
            script: script
        )
    }
}

/// A connection that waits for the script to take it.
final class Arrival: Sendable {
    let socket: Socket

    init(_ socket: consuming Socket) { self.socket = socket }
}

/// One connection of the loop, seen from the Runtime API.
final class ScriptedConnection {
    private let arrival: Arrival
    private var received: [UInt8] = []

    init(_ arrival: Arrival) {
        self.arrival = arrival
        #expect(throws: Never.self) { try arrival.socket.setReceiveTimeout(milliseconds: 10_000) }
    }

    /// The next request as it came over the wire, to the end of its body; a chunked body with its framing.
    func request() throws -> String {
        let headEnd = try receive(until: "\r\n\r\n", from: 0)
        let head = String(decoding: received[..<headEnd], as: UTF8.self)
        let end: Int
        if head.contains("Transfer-Encoding: chunked\r\n") {
            end = try chunkedEnd(from: headEnd)
        } else if let length = head.field("Content-Length"), let count = Int(length) {
            end = headEnd + count
            while received.count < end { try receiveMore() }
        } else {
            end = headEnd
        }
        defer { received.removeFirst(end) }
        return String(decoding: received[..<end], as: UTF8.self)
    }

    /// Receives until the text has come, and returns all up to its end.
    func read(through text: String) throws -> String {
        let end = try receive(until: text, from: 0)
        defer { received.removeFirst(end) }
        return String(decoding: received[..<end], as: UTF8.self)
    }

    func send(_ text: String) throws { try arrival.socket.send(Array(text.utf8)) }
    func send(_ bytes: [UInt8]) throws { try arrival.socket.send(bytes) }

    /// True when the loop has closed its side.
    func hasEnded() throws -> Bool {
        var byte: UInt8 = 0
        return try withUnsafeMutableBytes(of: &byte) { try arrival.socket.receive(into: $0) } == 0
    }

    /// Says that nothing more comes.
    func close() { arrival.socket.shutdown() }

    private func receiveMore() throws {
        let chunk = try [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = try arrival.socket.receive(into: UnsafeMutableRawBufferPointer(buffer))
        }
        if chunk.isEmpty { throw ScriptError.ended(String(decoding: received, as: UTF8.self)) }
        received += chunk
    }

    private func receive(until text: String, from start: Int) throws -> Int {
        let pattern = Array(text.utf8)
        var start = start
        while true {
            while start + pattern.count <= received.count {
                if received[start..<start + pattern.count].elementsEqual(pattern) { return start + pattern.count }
                start += 1
            }
            try receiveMore()
        }
    }

    private func chunkedEnd(from start: Int) throws -> Int {
        var position = start
        while true {
            let lineEnd = try receive(until: "\r\n", from: position)
            let size = Int(String(decoding: received[position..<lineEnd - 2], as: UTF8.self), radix: 16)
            guard let size else { throw ScriptError.notChunked }
            if size == 0 { return try receive(until: "\r\n\r\n", from: lineEnd - 2) }
            position = lineEnd + size + 2
            while received.count < position { try receiveMore() }
        }
    }
}

enum ScriptError: Error {
    case ended(String)
    case notChunked
    case noConnection
}

struct ClosureHandler: InvocationHandler {
    let body: @Sendable (Invocation, InvocationResponse) async throws(InvocationError) -> Void

    func handle(_ invocation: Invocation, response: InvocationResponse) async throws(InvocationError) {
        try await body(invocation, response)
    }
}

extension ScriptedConnection {
    /// Takes the request for the next event and answers it with one.
    func hand(_ event: String, id: String = "id-1", deadline: Timestamp? = nil, extra: String = "") throws {
        try hand(Array(event.utf8), id: id, deadline: deadline, extra: extra)
    }

    /// The same with bytes, which need not be text.
    func hand(_ event: [UInt8], id: String = "id-1", deadline: Timestamp? = nil, extra: String = "") throws {
        let request = try request()
        #expect(request.hasPrefix("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n"))
        try send(Array(Self.head(event.count, id: id, deadline: deadline, extra: extra).utf8) + event)
    }

    static func event(_ event: String, id: String = "id-1", deadline: Timestamp? = nil, extra: String = "") -> String {
        head(event.utf8.count, id: id, deadline: deadline, extra: extra) + event
    }

    private static func head(_ count: Int, id: String, deadline: Timestamp?, extra: String) -> String {
        let deadline = deadline ?? Timestamp.now().advanced(byMilliseconds: 60_000)
        return "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: \(id)\r\n"
            + "Lambda-Runtime-Deadline-Ms: \(deadline.millisecondsSinceEpoch)\r\n"
            + "\(extra)Content-Length: \(count)\r\n\r\n"
    }

    /// Takes a POST and confirms it; returns what came.
    @discardableResult
    func confirm(_ status: String = "202 Accepted", extra: String = "") throws -> String {
        let request = try request()
        let body = #"{"status":"OK"}"# + "\n"
        try send("HTTP/1.1 \(status)\r\n\(extra)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        return request
    }

    /// Takes the request for the next event and leaves it without an answer.
    func expectNext(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let request = try request()
        #expect(
            request.hasPrefix("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n"),
            sourceLocation: sourceLocation
        )
    }
}

extension InvocationResponse {
    /// Sends a whole answer; one that cannot be sent fails the invocation.
    func answer(_ text: String) throws(InvocationError) {
        do throws(InvocationResponseError) {
            try send(Array(text.utf8))
        } catch {
            throw InvocationError(type: "Test.\(error)", message: "")
        }
    }
}

extension String {
    /// The value of a head's field.
    func field(_ name: String) -> String? {
        split(separator: "\r\n").first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
    }

    /// What follows the head.
    var body: String {
        split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false).last.map(String.init) ?? ""
    }
}
