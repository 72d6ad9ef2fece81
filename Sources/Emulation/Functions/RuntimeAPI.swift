import HTTP
import JSON
import POSIX

/// Serves the Runtime API on one connection of a function (Runtime API 2018-06-01, Extensions API 2020-01-01 of the
/// Lambda developer guide).
struct RuntimeAPI {
    /// What Lambda takes as an answer of a function in one piece: 6 MB and a little.
    static let maxResponseBytes = 6_291_556
    /// A streamed answer may pause for so long: API Gateway's limit for Regional APIs.
    static let idleMilliseconds: Int32 = 300_000

    let pool: FunctionPool
    let sandbox: Sandbox
    let connection: Connection

    /// Serves until the function closes the connection.
    func serve() {
        defer { pool.closed(connection, of: sandbox) }
        var reader = MessageReader(connection)
        do throws(MessageReaderError) {
            while let head = try reader.nextHead() {
                guard try serve(head, &reader) else { return }
            }
        } catch {
            return
        }
    }

    /// Serves one request; false when the connection is to be closed.
    private func serve(_ head: HTTP1Head, _ reader: inout MessageReader) throws(MessageReaderError) -> Bool {
        guard case .request(let method, let target) = head.startLine else { return false }
        let path = target.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
        switch (method, path.first, Array(path.dropFirst())) {
        case (.get, "2018-06-01", ["runtime", "invocation", "next"]):
            try reader.skipBody()
            return next()
        case (.post, "2018-06-01", let rest) where rest.count == 4 && rest.starts(with: ["runtime", "invocation"]):
            return try serveInvocation(rest[2], rest[3], head, &reader)
        case (.post, "2018-06-01", ["runtime", "init", "error"]):
            let body = try reader.body(limit: Self.maxResponseBytes) ?? []
            pool.initFailed(FunctionError(body: body, headers: head.headers), in: sandbox)
            return reply(.accepted, Self.accepted)
        case (.post, "2020-01-01", ["extension", "register"]):
            try reader.skipBody()
            return reply(
                .ok,
                ["functionName": .string(sandbox.function.name), "functionVersion": "$LATEST", "handler": "bootstrap"],
                headers: "Lambda-Extension-Identifier: \(Identifier.uuid())\r\n"
            )
        case (.get, "2020-01-01", ["extension", "event", "next"]):
            // No extension of ours asks for events, and its end comes as a signal: this is never answered.
            try reader.skipBody()
            return true
        default:
            try reader.skipBody()
            return reply(Status(rawValue: 404), Self.error("NotFound", "no such route"))
        }
    }

    private func next() -> Bool {
        switch pool.next(for: sandbox, on: connection) {
        case .dispatch(let dispatch): pool.send(dispatch)
        case .wait: break
        case .refused:
            return reply(Status(rawValue: 403), Self.error("InvalidStateTransition", "the invocation is not answered"))
        }
        return true
    }

    private func serveInvocation(
        _ id: String,
        _ action: String,
        _ head: HTTP1Head,
        _ reader: inout MessageReader
    ) throws(MessageReaderError) -> Bool {
        guard ["response", "error"].contains(action), let invocation = pool.invocation(id, of: sandbox) else {
            try reader.skipBody()
            return reply(.badRequest, Self.error("InvalidRequestID", "no such invocation is in flight"))
        }
        if head.expectsContinue { send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
        guard action == "error" else { return try takeAnswer(to: invocation, head, &reader) }
        let body = try reader.body(limit: Self.maxResponseBytes) ?? []
        pool.answered(invocation, by: sandbox)
        invocation.end(.failed(FunctionError(body: body, headers: head.headers)))
        return reply(.accepted, Self.accepted)
    }

    static let accepted: JSONValue = ["status": "OK"]

    static func error(_ type: String, _ message: String) -> JSONValue {
        ["errorType": .string(type), "errorMessage": .string(message)]
    }

    /// Answers the function; false when it is gone.
    @discardableResult
    func reply(_ status: Status, _ document: JSONValue, headers: String = "") -> Bool {
        let body = document.serialized()
        let head = """
            HTTP/1.1 \(status.rawValue) \(status.reasonPhrase)\r\nContent-Type: application/json\r\n\
            Content-Length: \(body.count)\r\n\(headers)\r\n
            """
        return send(Array(head.utf8) + body)
    }

    @discardableResult
    private func send(_ bytes: [UInt8]) -> Bool {
        do throws(SystemError) {
            try connection.socket.send(bytes)
            return true
        } catch {
            return false
        }
    }

    /// The head of the answer to `next`, which carries an event.
    static func eventHead(_ invocation: Invocation, function: FunctionDefinition, deadline: Timestamp) -> [UInt8] {
        let trace = invocation.trace.map { "Lambda-Runtime-Trace-Id: \($0)\r\n" } ?? ""
        let head = """
            HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\
            Lambda-Runtime-Aws-Request-Id: \(invocation.id)\r\n\
            Lambda-Runtime-Deadline-Ms: \(deadline.millisecondsSinceEpoch)\r\n\
            Lambda-Runtime-Invoked-Function-Arn: \(function.arn)\r\n\(trace)\
            Content-Length: \(invocation.event.count)\r\n\r\n
            """
        return Array(head.utf8)
    }
}
