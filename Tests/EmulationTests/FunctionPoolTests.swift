import HTTP
import POSIX
import Testing

@testable import Emulation

@Suite("The sandboxes of a function")
struct FunctionPoolTests {
    private static let patience: UInt64 = 30_000_000_000
    private static var deadline: UInt64 { MonotonicClock.nanoseconds() + patience }

    private static func settings(_ change: (inout FunctionPool.Settings) -> Void) -> FunctionPool.Settings {
        var settings = TestAPI.patientSettings
        change(&settings)
        return settings
    }

    /// Sends a request on a thread, and gives its status to the monitor.
    private static func sendAside(_ api: TestAPI, _ path: String, _ statuses: Monitor<[Int]>) throws {
        try PlatformThread.start(name: "client") {
            var status = 0
            do { status = try api.send("GET", path).head.status?.rawValue ?? 0 } catch { status = -1 }
            statuses.withLock { $0.append(status) }
        }
    }

    @Test("are reused, the one used last first")
    func reuses() throws {
        let function = StandInFunction { event, session in
            try session.stream(event, prelude: "{}", body: "\(session.number)")
        }
        let api = try TestAPI(gateway: function)
        for _ in 1...20 { #expect(try api.send("GET", "/stream").body == Array("1".utf8)) }
        #expect(function.startCount == 1)
    }

    @Test("become more while all are busy, up to the limit, and serve what waits in its order")
    func scalesOut() throws {
        let busy = Monitor(0)
        let goOn = Monitor(false)
        let function = StandInFunction { event, session in
            busy.withLock { $0 += 1 }
            #expect(goOn.wait(until: Self.deadline) { $0 })
            try session.stream(event, prelude: "{}", body: "x")
        }
        let api = try TestAPI(gateway: function, settings: Self.settings { $0.maxEnvironments = 3 })
        let statuses = Monitor<[Int]>([])
        for _ in 1...8 { try Self.sendAside(api, "/stream", statuses) }
        #expect(busy.wait(until: Self.deadline) { $0 == 3 })
        // The other five wait.
        #expect(api.gateway.state.wait(until: Self.deadline) { $0.waiting.count == 5 })
        #expect(function.startCount == 3)
        goOn.withLock { $0 = true }
        #expect(statuses.wait(until: Self.deadline) { $0.count == 8 })
        #expect(statuses.withLock { $0.allSatisfy { $0 == 200 } })
        #expect(function.startCount == 3)
    }

    @Test("throttle when none has come free for a while, in the API's words, and serve again afterwards")
    func throttles() throws {
        let busy = Monitor(false)
        let goOn = Monitor(false)
        let function = StandInFunction { event, session in
            busy.withLock { $0 = true }
            #expect(goOn.wait(until: Self.deadline) { $0 })
            try session.stream(event, prelude: "{}", body: "x")
        }
        let api = try TestAPI(
            gateway: function,
            settings: Self.settings {
                $0.maxEnvironments = 1
                $0.throttleNanoseconds = 50_000_000
            }
        )
        let statuses = Monitor<[Int]>([])
        try Self.sendAside(api, "/stream", statuses)
        #expect(busy.wait(until: Self.deadline) { $0 })
        let refused = try api.send("GET", "/stream")
        #expect(refused.head.status == .tooManyRequests)
        #expect(refused.head.headers["Retry-After"] == "1")
        goOn.withLock { $0 = true }
        #expect(statuses.wait(until: Self.deadline) { $0 == [200] })
        #expect(api.gateway.state.wait(until: Self.deadline) { !$0.idle.isEmpty })
        #expect(try api.send("GET", "/stream").head.status == .ok)
    }

    @Test("that crash answer 502, and are replaced by the next request")
    func replacesCrashed() throws {
        let function = StandInFunction { session in
            while true {
                let event = try session.next()
                if event.text.contains("/crash") { throw StandInConnection.Closed() }
                try session.stream(event, prelude: "{}", body: "\(session.number)")
            }
        }
        let api = try TestAPI(gateway: function)
        #expect(try api.send("GET", "/x").body == Array("1".utf8))
        let crashed = try api.send("GET", "/crash")
        #expect(crashed.head.status == .badGateway)
        #expect(crashed.body == Array(#"{"message":"Internal server error"}"#.utf8))
        #expect(function.startCount == 1)
        #expect(try api.send("GET", "/x").body == Array("2".utf8))
        #expect(api.complaints.withLock { $0.count } == 1)
        #expect(api.complaints.withLock { $0.first?.contains("exit status 1") == true })
    }

    @Test("that answer and end at once lose no answer")
    func keepsLastAnswers() throws {
        let function = StandInFunction { session in
            let event = try session.next()
            try session.connection.send(
                """
                POST /2018-06-01/runtime/invocation/\(event.id)/response HTTP/1.1\r\nHost: x\r\n\
                Content-Length: 12\r\n\r\n{}\(StandInSession.delimiter)ok
                """
            )
        }
        let api = try TestAPI(gateway: function)
        for _ in 1...10 { #expect(try api.send("GET", "/stream").body == Array("ok".utf8)) }
        #expect(function.startCount == 10)
    }

    @Test("that cannot start answer 502, say why once, and are tried again by the next request only")
    func tellsInitErrors() throws {
        let function = StandInFunction { session in
            guard session.number < 3 else {
                while true { try session.stream(try session.next(), prelude: "{}", body: "at last") }
            }
            try session.post(
                "runtime/init/error",
                Array(#"{"errorType":"Runtime.ConfigInvalid","errorMessage":"no table"}"#.utf8)
            )
        }
        let api = try TestAPI(gateway: function)
        #expect(!api.gateway.warmUp())
        #expect(try api.send("GET", "/stream").head.status == .badGateway)
        #expect(function.startCount == 2)
        #expect(
            api.complaints.withLock { $0 } == [
                "GatewayFunction: could not start: Runtime.ConfigInvalid: no table",
                "GatewayFunction: could not start: Runtime.ConfigInvalid: no table",
            ]
        )
        #expect(try api.send("GET", "/stream").body == Array("at last".utf8))
    }

    @Test("that never ask for an event are given up in time")
    func limitsInit() throws {
        let function = StandInFunction { session in try session.connection.waitForClose() }
        let api = try TestAPI(gateway: function, settings: Self.settings { $0.initTimeoutNanoseconds = 50_000_000 })
        #expect(try api.send("GET", "/stream").head.status == .badGateway)
        #expect(api.complaints.withLock { $0.first?.contains("in time to start") == true })
    }

    @Test("are warm before the first request, when asked to be")
    func warmsUp() throws {
        let function = StandInFunction { event, session in try session.stream(event, prelude: "{}", body: "x") }
        let api = try TestAPI(gateway: function)
        #expect(api.gateway.warmUp())
        #expect(function.startCount == 1)
        #expect(try api.send("GET", "/stream").head.status == .ok)
        #expect(function.startCount == 1)
    }

    @Test("go on when the integration has timed out, and their late answer is nobody else's")
    func timesOutIntegrations() throws {
        let goOn = Monitor(false)
        let status = Monitor(0)
        let function = StandInFunction { event, session in
            guard event.text.contains("/slow") else {
                return try session.stream(event, prelude: "{}", body: "next")
            }
            #expect(goOn.wait(until: Self.deadline) { $0 })
            let answered = try session.respond(event, "{}" + StandInSession.delimiter + "late")
            status.withLock { $0 = answered }
        }
        let api = try TestAPI(gateway: function, settings: Self.settings { $0.maxEnvironments = 1 })
        #expect(api.gateway.warmUp())
        let connection = try api.connect()
        try connection.send(TestAPI.request("GET", "/slow"))
        let late = try connection.receive()
        #expect(late.head.status == .gatewayTimeout)
        #expect(late.body == Array(#"{"message":"Endpoint request timed out"}"#.utf8))
        goOn.withLock { $0 = true }
        try connection.send(TestAPI.request("GET", "/stream"))
        #expect(try connection.receive().body == Array("next".utf8))
        #expect(status.wait(until: Self.deadline) { $0 == 202 })
        #expect(function.startCount == 1)
    }

    @Test("whose integration times out in the middle of a stream leave the client without its end")
    func timesOutStreams() throws {
        let function = StandInFunction { event, session in
            try session.beginStream(event)
            try session.write("{}" + StandInSession.delimiter + "half")
            try session.connection.waitForClose()
        }
        let api = try TestAPI(gateway: function)
        #expect(api.gateway.warmUp())
        #expect(throws: HTTP1Error.truncated) { try api.send("GET", "/slow") }
    }

    @Test("are killed when an invocation takes longer than the function's timeout")
    func timesOutFunctions() throws {
        let function = StandInFunction { session in
            while true {
                let event = try session.next()
                if event.text.contains("/hang") { try session.connection.waitForClose() }
                try session.stream(event, prelude: "{}", body: "\(session.number)")
            }
        }
        let api = try TestAPI(gateway: function, timeoutSeconds: 1)
        #expect(try api.send("GET", "/x").body == Array("1".utf8))
        #expect(try api.send("GET", "/hang").head.status == .badGateway)
        #expect(api.complaints.withLock { $0.first?.hasSuffix("Task timed out after 1.00 seconds") == true })
        #expect(try api.send("GET", "/x").body == Array("2".utf8))
        #expect(api.complaints.withLock { $0.count } == 1)
    }

    @Test("that end between requests are not used any more")
    func forgetsEnded() throws {
        let function = StandInFunction { session in
            try session.stream(try session.next(), prelude: "{}", body: "\(session.number)")
        }
        let api = try TestAPI(gateway: function)
        for number in 1...3 {
            #expect(try api.send("GET", "/stream").body == Array("\(number)".utf8))
            #expect(api.gateway.waitUntilEmpty(until: Self.deadline))
        }
    }

    @Test("end when they are asked to")
    func shutsDown() throws {
        let function = StandInFunction { event, session in try session.stream(event, prelude: "{}", body: "x") }
        let api = try TestAPI(gateway: function)
        _ = try api.send("GET", "/stream")
        api.gateway.requestEnd()
        api.gateway.waitForEnd(until: Self.deadline)
        #expect(api.gateway.waitUntilEmpty(until: Self.deadline))
        #expect(api.complaints.withLock { $0.isEmpty })
    }
}
