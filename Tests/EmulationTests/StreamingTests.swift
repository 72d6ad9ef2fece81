import HTTP
import POSIX
import Synchronization
import Testing

@testable import Emulation

@Suite("A streamed answer")
struct StreamingTests {
    private static let prelude = #"{"statusCode":201,"headers":{"Content-Type":"text/event-stream","X-A":"1"}}"#

    @Test("reaches the client chunk by chunk, the first before the last is made")
    func forwardsAtOnce() throws {
        let firstArrived = Monitor(false)
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                try session.beginStream(event)
                try session.write(Self.prelude + StandInSession.delimiter)
                try session.write("first")
                // Nothing more is made until the client has that.
                #expect(firstArrived.wait(until: MonotonicClock.nanoseconds() + 20_000_000_000) { $0 })
                try session.write("last")
                try session.finish()
            }
        )
        let connection = try api.connect()
        try connection.send(TestAPI.request("GET", "/stream"))
        guard case .head(let head) = try connection.nextEvent() else { throw StandInConnection.Closed() }
        #expect(head.status?.rawValue == 201)
        #expect(head.headers["x-a"] == "1")
        #expect(head.isChunked)
        #expect(try connection.nextEvent() == .body(Array("first".utf8)))
        firstArrived.withLock { $0 = true }
        #expect(try connection.nextEvent() == .body(Array("last".utf8)))
        #expect(try connection.nextEvent() == .end(trailers: HeaderFields()))
    }

    @Test("may be cut anywhere, in the prelude, its delimiter or the body")
    func survivesAnySplit() throws {
        let cut = Mutex(0)
        let payload = Array((Self.prelude + StandInSession.delimiter + "body").utf8)
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                let position = cut.withLock { $0 }
                try session.beginStream(event)
                try session.write(Array(payload[..<position]))
                try session.write(Array(payload[position...]))
                try session.finish()
            }
        )
        for position in 1..<payload.count {
            cut.withLock { $0 = position }
            let answer = try api.send("GET", "/stream")
            #expect(answer.head.status?.rawValue == 201)
            #expect(answer.body == Array("body".utf8), "cut at \(position)")
        }
    }

    @Test("of a function that does not stream goes out all the same, when it is in the format")
    func takesWholeAnswers() throws {
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                try session.respond(event, Self.prelude + StandInSession.delimiter + "whole")
            }
        )
        #expect(try api.send("GET", "/stream").body == Array("whole".utf8))
    }

    @Test("keeps the Content-Length its function gives, and no byte beyond it")
    func honoursContentLength() throws {
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                try session.stream(
                    event,
                    prelude: #"{"headers":{"content-length":"4"}}"#,
                    body: "bodyGET / HTTP/1.1"
                )
            }
        )
        let connection = try api.connect()
        for _ in 1...2 {
            try connection.send(TestAPI.request("GET", "/stream"))
            let answer = try connection.receive()
            #expect(answer.head.bodyLength == .fixed(4))
            #expect(answer.body == Array("body".utf8))
        }
    }

    @Test("that is shorter than its Content-Length is cut, not completed")
    func cutsShortBodies() throws {
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                try session.stream(event, prelude: #"{"headers":{"Content-Length":"9"}}"#, body: "short")
            }
        )
        #expect(throws: HTTP1Error.truncated) { try api.send("GET", "/stream") }
    }

    @Test("has no body for HEAD, and the connection goes on")
    func answersHead() throws {
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                try session.stream(event, prelude: Self.prelude, body: "never sent")
            }
        )
        let connection = try api.connect()
        try connection.send(TestAPI.request("HEAD", "/stream"))
        connection.expectAnswer(to: .head)
        let answer = try connection.receive()
        #expect(answer.head.status?.rawValue == 201)
        #expect(answer.body.isEmpty)
        try connection.send(TestAPI.request("GET", "/stream"))
        #expect(try connection.receive().body == Array("never sent".utf8))
    }

    @Test("ends with the connection for HTTP/1.0")
    func closesForOldClients() throws {
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                try session.stream(event, prelude: Self.prelude, body: "old")
            }
        )
        let connection = try api.connect()
        try connection.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        let answer = try connection.receive()
        #expect(answer.head.bodyLength == .untilClose)
        #expect(answer.body == Array("old".utf8))
    }

    /// An answer that is no prelude, delimiter and body, and what is wrong with it.
    struct Malformed: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let payload: String

        init(_ fault: String, _ payload: String) {
            testDescription = fault
            self.payload = payload
        }

        private static let delimiter = StandInSession.delimiter

        static let all = [
            Malformed("no delimiter", #"{"statusCode":200,"body":"x"}"#), Malformed("nothing", ""),
            Malformed("no JSON", "prelude" + delimiter), Malformed("no object", "[]" + delimiter),
            Malformed("a body in the prelude", #"{"statusCode":200,"body":"x"}"# + delimiter),
            Malformed("a status that is none", #"{"statusCode":20}"# + delimiter),
            Malformed("a header that is no text", #"{"headers":{"a":{}}}"# + delimiter),
            Malformed("seven NULs", "{}" + delimiter.dropLast() + "body"),
            Malformed(
                "a prelude over 16 KiB",
                #"{"headers":{"a":""# + String(repeating: "a", count: 16 << 10) + #""}}"# + delimiter
            ),
        ]
    }

    @Test("in another format is answered with 500", arguments: Malformed.all)
    func refusesOtherFormats(answer malformed: Malformed) throws {
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                let status = try session.respond(event, malformed.payload)
                #expect(status == 202)
            }
        )
        let answer = try api.send("GET", "/stream")
        #expect(answer.head.status == .internalServerError)
        #expect(String(decoding: answer.body, as: UTF8.self) == #"{"message":"Internal server error"}"#)
    }

    @Test("that its function breaks off leaves the client without the end")
    func cutsAfterCrash() throws {
        let api = try TestAPI(
            gateway: StandInFunction { session in
                let event = try session.next()
                try session.beginStream(event)
                try session.write(Self.prelude + StandInSession.delimiter + "half")
            }
        )
        let connection = try api.connect()
        try connection.send(TestAPI.request("GET", "/stream"))
        guard case .head = try connection.nextEvent() else { throw StandInConnection.Closed() }
        #expect(try connection.nextEvent() == .body(Array("half".utf8)))
        #expect(throws: HTTP1Error.truncated) { try connection.nextEvent() }
    }

    @Test("whose function reports a failure in the trailers is cut after what was written")
    func cutsAfterReportedFailure() throws {
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                try session.beginStream(event, trailers: true)
                try session.write(Self.prelude + StandInSession.delimiter + "half")
                try session.finish(trailers: "Lambda-Runtime-Function-Error-Type: Runtime.Broken\r\n")
            }
        )
        let connection = try api.connect()
        try connection.send(TestAPI.request("GET", "/stream"))
        guard case .head = try connection.nextEvent() else { throw StandInConnection.Closed() }
        #expect(try connection.nextEvent() == .body(Array("half".utf8)))
        #expect(throws: HTTP1Error.truncated) { try connection.nextEvent() }
    }

    @Test("fails for its function as soon as the client has gone, though it writes nothing")
    func tellsFunctionThatClientIsGone() throws {
        let noticed = Monitor(false)
        let api = try TestAPI(
            gateway: StandInFunction { session in
                let event = try session.next()
                try session.beginStream(event)
                try session.write(Self.prelude + StandInSession.delimiter + "first")
                try session.connection.waitForClose()
                noticed.withLock { $0 = true }
                // The sandbox is as good as before.
                let fresh = StandInSession(
                    try StandInConnection(session.runtimeAPI),
                    number: session.number,
                    runtimeAPI: session.runtimeAPI
                )
                try fresh.stream(try fresh.next(), prelude: Self.prelude, body: "after")
            }
        )
        do {
            let connection = try api.connect()
            try connection.send(TestAPI.request("GET", "/stream"))
            guard case .head = try connection.nextEvent() else { throw StandInConnection.Closed() }
            connection.socket.shutdown()
        }
        #expect(noticed.wait(until: MonotonicClock.nanoseconds() + 20_000_000_000) { $0 })
        #expect(try api.send("GET", "/stream").body == Array("after".utf8))
    }

    @Test("ends for the client before its function is done with what comes after it")
    func endsBeforeWorkAfterwards() throws {
        let clientIsDone = Monitor(false)
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                try session.stream(event, prelude: Self.prelude, body: "all")
                #expect(clientIsDone.wait(until: MonotonicClock.nanoseconds() + 20_000_000_000) { $0 })
            }
        )
        let connection = try api.connect()
        try connection.send("GET /stream HTTP/1.0\r\n\r\n")
        // Its end is that of the connection.
        #expect(try connection.receive().body == Array("all".utf8))
        clientIsDone.withLock { $0 = true }
    }

    @Test("that is complete is confirmed to its function, though the client has gone meanwhile")
    func confirmsUnreadAnswers() throws {
        let clientIsGone = Monitor(false)
        let isWorking = Monitor(false)
        let status = Monitor(0)
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                isWorking.withLock { $0 = true }
                #expect(clientIsGone.wait(until: MonotonicClock.nanoseconds() + 20_000_000_000) { $0 })
                let answered = try session.respond(event, Self.prelude + StandInSession.delimiter + "unread")
                status.withLock { $0 = answered }
            }
        )
        do {
            let connection = try api.connect()
            try connection.send(TestAPI.request("GET", "/stream"))
            #expect(isWorking.wait(until: MonotonicClock.nanoseconds() + 20_000_000_000) { $0 })
        }
        clientIsGone.withLock { $0 = true }
        #expect(status.wait(until: MonotonicClock.nanoseconds() + 20_000_000_000) { $0 == 202 })
    }

    @Test("takes as much memory as the client is behind, not more")
    func passesBackPressureOn() throws {
        let written = Mutex(0)
        let chunk = [UInt8](repeating: 1, count: 1 << 20)
        let stopped = Monitor(false)
        let api = try TestAPI(
            gateway: StandInFunction { session in
                let event = try session.next()
                try session.beginStream(event)
                try session.write(Self.prelude + StandInSession.delimiter)
                try session.connection.socket.setSendTimeout(milliseconds: 300)
                defer { stopped.withLock { $0 = true } }
                while true {
                    try session.write(chunk)
                    written.withLock { $0 += chunk.count }
                }
            }
        )
        let connection = try api.connect()
        try connection.send(TestAPI.request("GET", "/stream"))
        guard case .head = try connection.nextEvent() else { throw StandInConnection.Closed() }
        // The client reads no more: the function's write stops at what the sockets hold.
        #expect(stopped.wait(until: MonotonicClock.nanoseconds() + 20_000_000_000) { $0 })
        #expect(written.withLock { $0 } < 64 << 20)
    }
}
