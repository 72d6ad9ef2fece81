import POSIX
import TestSupport
import Testing

@testable import LambdaRuntime

/// What a SIGTERM sets off; that the signal itself arrives is shown on real processes, by the integration tests.
@Suite("When the sandbox is about to end")
struct ShutdownTests {
    /// Grace times that are only reached when something hangs, and the one that is to pass at once.
    private static let long: UInt64 = 60_000
    private static let none: UInt64 = 0

    @Test("an idle function waits for nothing, and takes no event any more", arguments: [1, 3])
    func idle(loops: Int) throws {
        let gate = ShutdownGate(loops: loops, finishMilliseconds: Self.long, cancelMilliseconds: Self.long)
        // Kept beyond the script, so that the loops have no other reason to end.
        var connections: [ScriptedConnection] = []
        let status = try ScriptedRuntimeAPI.run(
            environment: ["AWS_LAMBDA_MAX_CONCURRENCY": "\(loops)"],
            gate: gate
        ) { _, _ throws(InvocationError) in
            Issue.record("an event was handled")
        } script: { api in
            connections = try (0..<loops).map { _ in try api.accept() }
            #expect(gate.shutDown() == 0)
            try connections[0].hand("{}")
        }
        #expect(status == 0)
    }

    @Test("an invocation in flight comes to its end, its work after the answer too")
    func finishes() throws {
        let gate = ShutdownGate(loops: 1, finishMilliseconds: Self.long, cancelMilliseconds: Self.long)
        let order = Monitor<[String]>([])
        let status = try ScriptedRuntimeAPI.run(gate: gate) { _, response throws(InvocationError) in
            try response.answer("{}")
            _ = order.wait(until: soon()) { $0.contains("asked to end") ? true : nil }
            await Task.yield()
            order.withLock { $0.append("settled, \(Task.isCancelled ? "cancelled" : "not cancelled")") }
        } script: { api in
            let connection = try api.accept()
            try connection.hand("{}")
            let answer = try connection.request()
            #expect(answer.contains("/response HTTP/1.1"))
            try PlatformThread.start(name: "signal") {
                order.withLock { $0.append("asked to end") }
                let unfinished = gate.shutDown()
                order.withLock { $0.append("\(unfinished) unfinished") }
            }
            #expect(order.wait(until: soon()) { $0.count == 2 })
            // The answer is not confirmed yet, so the invocation is not at its end.
            order.withLock { $0.append("confirmed") }
            try connection.send("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
            #expect(order.wait(until: soon()) { $0.count == 4 })
            // No other event was asked for.
            #expect(try connection.hasEnded())
        }
        #expect(status == 0)
        #expect(
            order.withLock { $0 } == ["asked to end", "settled, not cancelled", "confirmed", "0 unfinished"]
        )
    }

    @Test("invocations that take too long are cancelled, and their last word goes out", arguments: [1, 8])
    func cancels(count: Int) throws {
        let gate = ShutdownGate(loops: count, finishMilliseconds: Self.none, cancelMilliseconds: Self.long)
        let begun = Monitor(0)
        let ended = Monitor<Int?>(nil)
        try ScriptedRuntimeAPI.run(environment: ["AWS_LAMBDA_MAX_CONCURRENCY": "\(count)"], gate: gate) {
            _,
            _ throws(InvocationError) in
            begun.withLock { $0 += 1 }
            do {
                try await Task.sleep(for: .seconds(600))
            } catch {
                throw InvocationError(type: "Test.Cancelled", message: "")
            }
        } script: { api in
            let connections = try (0..<count).map { _ in try api.accept() }
            for (index, connection) in connections.enumerated() { try connection.hand("{}", id: "\(index)") }
            #expect(begun.wait(until: soon()) { $0 == count })
            try PlatformThread.start(name: "signal") {
                let unfinished = gate.shutDown()
                ended.withLock { $0 = unfinished }
            }
            for connection in connections {
                let error = try connection.confirm()
                #expect(error.field("Lambda-Runtime-Function-Error-Type") == "Test.Cancelled")
            }
            #expect(ended.wait(until: soon()) { $0 } == 0)
        }
    }

    @Test("what does not end even then is counted and left")
    func givesUp() throws {
        let gate = ShutdownGate(loops: 1, finishMilliseconds: Self.none, cancelMilliseconds: Self.none)
        let begun = Monitor(false)
        let released = Monitor(false)
        try ScriptedRuntimeAPI.run(gate: gate) { _, response throws(InvocationError) in
            begun.withLock { $0 = true }
            _ = released.wait(until: soon()) { $0 ? true : nil }
            try response.answer("{}")
        } script: { api in
            let connection = try api.accept()
            try connection.hand("{}")
            #expect(begun.wait(until: soon()) { $0 })
            #expect(gate.shutDown() == 1)
            released.withLock { $0 = true }
            try connection.confirm()
        }
    }

    @Test("a loop that is let nothing more waits for the others before it ends the process")
    func waitsForOthers() throws {
        let gate = ShutdownGate(loops: 2, finishMilliseconds: Self.long, cancelMilliseconds: Self.long)
        let order = Monitor<[String]>([])
        let status = try ScriptedRuntimeAPI.run(
            environment: ["AWS_LAMBDA_MAX_CONCURRENCY": "2"],
            gate: gate,
            whenEnded: { order.withLock { $0.append("ended") } }
        ) { _, response throws(InvocationError) in
            order.withLock { $0.append("begun") }
            _ = order.wait(until: soon()) { $0.contains("refused") ? true : nil }
            try response.answer("{}")
            order.withLock { $0.append("answered") }
        } script: { api in
            let (busy, idle) = (try api.accept(), try api.accept())
            try busy.hand("{}")
            #expect(order.wait(until: soon()) { $0.contains("begun") })
            try PlatformThread.start(name: "signal") { _ = gate.shutDown() }
            // Only a closed gate lets the second be refused; until then it would answer.
            gate.waitUntilClosed()
            try idle.hand("{}", id: "id-2")
            #expect(api.logs("an event came too late"))
            // A loop that did not wait would have ended before so many threads came and went.
            let turns = Monitor(0)
            for turn in 1...200 {
                try PlatformThread.start(name: "turn") { turns.withLock { $0 += 1 } }
                #expect(turns.wait(until: soon()) { $0 == turn })
            }
            order.withLock { $0.append("refused") }
            try busy.confirm()
        }
        #expect(status == 0)
        #expect(order.withLock { $0 } == ["begun", "refused", "answered", "ended"])
    }
}
