import HTTP

@testable import Emulation

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
