import HTTP
import JSON
import POSIX
import Testing

@testable import Emulation

@Suite("The Runtime API")
struct RuntimeAPITests {
    /// Runs the script for one invocation, whose event is `{"path": …}` of a request to `/stream`.
    private static func run(_ script: @escaping @Sendable (StandInEvent, StandInSession) throws -> Void) throws {
        let ended = Monitor<Bool?>(nil)
        let api = try TestAPI(
            gateway: StandInFunction { session in
                let event = try session.next()
                do {
                    try script(event, session)
                    try session.stream(event, prelude: "{}", body: "x")
                    ended.withLock { $0 = true }
                } catch {
                    Issue.record(error)
                    ended.withLock { $0 = false }
                }
            }
        )
        #expect(try api.send("GET", "/stream").head.status == .ok)
        #expect(ended.wait(until: MonotonicClock.nanoseconds() + 20_000_000_000) { $0 == true })
    }

    @Test("hands an event out with its headers")
    func handsOut() throws {
        try Self.run { event, _ in
            let headers = event.head.headers
            #expect(event.id.count == 36)
            #expect(
                headers["Lambda-Runtime-Invoked-Function-Arn"]
                    == "arn:aws:lambda:us-east-1:123456789012:function:gateway"
            )
            let trace = try #require(headers["Lambda-Runtime-Trace-Id"])
            #expect(trace.hasPrefix("Root=1-") && trace.hasSuffix(";Sampled=0"))
            let deadline = try #require(headers["Lambda-Runtime-Deadline-Ms"].flatMap { Int64($0) })
            let left = deadline - Timestamp.now().millisecondsSinceEpoch
            #expect((1...30_000).contains(left))
            let document = try JSONValue(parsing: event.body)
            #expect(
                document["headers"]?["X-Amzn-Trace-Id"]?.string == trace.split(separator: ";").first.map(String.init)
            )
        }
    }

    @Test("refuses the next event before the last one is answered")
    func refusesEarlyNext() throws {
        try Self.run { _, session in
            #expect(throws: StandInSession.Refused(status: 403)) { try session.next() }
        }
    }

    @Test("refuses answers to invocations it does not know", arguments: ["response", "error"])
    func refusesUnknown(action: String) throws {
        try Self.run { _, session in
            let status = try session.post("runtime/invocation/\(Identifier.uuid())/\(action)", [1, 2, 3])
            #expect(status == 400)
        }
    }

    @Test("refuses a second answer")
    func refusesSecondAnswer() throws {
        let status = Monitor(0)
        let api = try TestAPI(
            gateway: StandInFunction { session in
                let event = try session.next()
                try session.stream(event, prelude: "{}", body: "x")
                let second = try session.respond(event, "again")
                status.withLock { $0 = second }
                _ = try session.next()
            }
        )
        #expect(try api.send("GET", "/stream").body == Array("x".utf8))
        #expect(status.wait(until: MonotonicClock.nanoseconds() + 20_000_000_000) { $0 == 400 })
    }

    @Test("has no other routes", arguments: ["runtime/nothing", "runtime/invocation/x/y/z", "x"])
    func hasNoOthers(path: String) throws {
        try Self.run { _, session in
            let status = try session.post(path, [])
            #expect(status == 404)
        }
    }

    @Test("registers extensions, and lets them wait for events for ever")
    func registersExtensions() throws {
        try Self.run { _, session in
            let aside = try StandInConnection(session.runtimeAPI)
            try aside.send(
                """
                POST /2020-01-01/extension/register HTTP/1.1\r\nHost: x\r\nLambda-Extension-Name: mine\r\n\
                Content-Length: 13\r\n\r\n{"events":[]}
                """
            )
            let answer = try aside.receive()
            #expect(answer.head.status == .ok)
            #expect(answer.head.headers["Lambda-Extension-Identifier"]?.count == 36)
            try aside.send("GET /2020-01-01/extension/event/next HTTP/1.1\r\nHost: x\r\n\r\n")
            // It is still there when the invocation is answered on the other connection.
            let isClosed = aside.socket.peerHasClosed
            #expect(!isClosed)
        }
    }

    @Test("says in Lambda's lines how long an invocation took")
    func reports() throws {
        let folder = TemporaryFolder()
        let log = try FunctionLog(name: "f", path: "\(folder.path)/a/b.log", isVerbose: false)
        let function = FunctionDefinition(logicalID: "F", memoryMegabytes: 512)
        let sandbox = try Sandbox(number: 1, function: function, startedAt: Timestamp(millisecondsSinceEpoch: 0))
        var record = FunctionPool.Record(sandbox: sandbox, startedAt: 0)
        record.invokedAt = 1_000_000
        record.initNanoseconds = 12_340_000
        log.start("id")
        log.report(Report(Invocation(id: "id", event: [], sink: nil), record, at: 3_456_789))
        let text = try folder.text(of: "a/b.log")
        #expect(
            text == """
                START RequestId: id Version: $LATEST
                END RequestId: id
                REPORT RequestId: id\tDuration: 2.45 ms\tBilled Duration: 3 ms\tMemory Size: 512 MB\t\
                Max Memory Used: 0 MB\tInit Duration: 12.34 ms\t

                """
        )
        #expect(sandbox.logStream.hasPrefix("1970/01/01/[$LATEST]"))
    }
}
