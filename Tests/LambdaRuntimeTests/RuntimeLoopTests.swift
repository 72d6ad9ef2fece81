import POSIX
import Synchronization
import TestSupport
import Testing

@testable import LambdaRuntime

@Suite("The runtime loop")
struct RuntimeLoopTests {
    @Test("asks, answers and asks again on one connection, in these very bytes")
    func bytes() throws {
        let status = try ScriptedRuntimeAPI.run { invocation, response throws(InvocationError) in
            try response.answer("answer to " + String(decoding: invocation.event, as: UTF8.self))
        } script: { api in
            let connection = try api.accept()
            let next = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: \(api.authority)\r\n\r\n"
            for number in 1...3 {
                #expect(try connection.request() == next)
                try connection.send(ScriptedConnection.event("event \(number)", id: "id-\(number)"))
                let answer = try connection.confirm()
                let head = """
                    POST /2018-06-01/runtime/invocation/id-\(number)/response HTTP/1.1\r
                    Host: \(api.authority)\r
                    Content-Type: application/json\r
                    Content-Length: 17\r
                    \r\n
                    """
                #expect(answer == head + "answer to event \(number)")
            }
            #expect(try connection.request() == next)
        }
        #expect(status == 0)
    }

    @Test("hands over what the headers say, whatever their case")
    func invocation() throws {
        let seen = Mutex<[Invocation]>([])
        try ScriptedRuntimeAPI.run { invocation, response throws(InvocationError) in
            seen.withLock { $0.append(invocation) }
            try response.answer("")
        } script: { api in
            let connection = try api.accept()
            try connection.expectNext()
            let deadline = Timestamp.now().advanced(byMilliseconds: 30_000).millisecondsSinceEpoch
            try connection.send(
                """
                HTTP/1.1 200 OK\r
                lambda-runtime-aws-request-id:  a.B_c-1~\t\r
                LAMBDA-RUNTIME-DEADLINE-MS: \(deadline)\r
                Lambda-runtime-Invoked-function-ARN: arn:aws:lambda:eu-west-1:1:function:f:live\r
                Lambda-Runtime-Trace-Id: Root=1-2-3;Parent=4;Sampled=1\r
                Lambda-Runtime-Aws-Tenant-Id: blue\r
                Lambda-Runtime-Client-Context: {"a: b":"c"}\r
                content-length: 3\r
                \r
                one
                """
            )
            try connection.confirm()
            try connection.hand("two", id: "2")
            try connection.confirm()
            try connection.expectNext()
            let invocations = seen.withLock { $0 }
            let first = try #require(invocations.first)
            #expect(first.requestID == "a.B_c-1~")
            #expect(first.event == Array("one".utf8))
            #expect(first.deadline.millisecondsSinceEpoch == deadline)
            let left = first.remainingNanoseconds
            #expect(left > 1_000_000_000 && left <= 30_000_000_000)
            #expect(first.invokedFunctionARN == "arn:aws:lambda:eu-west-1:1:function:f:live")
            #expect(first.traceHeader == "Root=1-2-3;Parent=4;Sampled=1")
            #expect(first.tenantID == "blue")
            let second = try #require(invocations.last)
            #expect(second.event == Array("two".utf8))
            #expect(second.invokedFunctionARN == "")
            #expect(second.traceHeader == nil && second.tenantID == nil)
        }
    }

    @Test("takes events of any size and any framing, in pieces of any size")
    func framings() throws {
        let sizes = [0, 1, 2, 16_000, 16_384, 16_385, 70_000, 300_000]
        let events = sizes.map { size in (0..<size).map { UInt8(ascii: "a") + UInt8($0 % 26) } }
        let seen = Mutex<[[UInt8]]>([])
        try ScriptedRuntimeAPI.run { invocation, response throws(InvocationError) in
            seen.withLock { $0.append(invocation.event) }
            try response.answer("")
        } script: { api in
            var connection = try api.accept()
            let deadline = Timestamp.now().advanced(byMilliseconds: 60_000).millisecondsSinceEpoch
            let head =
                "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: i\r\nLambda-Runtime-Deadline-Ms: \(deadline)\r\n"
            for event in events {
                try connection.expectNext()
                try connection.send("\(head)Content-Length: \(event.count)\r\n\r\n")
                for start in stride(from: 0, to: event.count, by: 40_000) {
                    try connection.send(Array(event[start..<min(start + 40_000, event.count)]))
                }
                try connection.confirm()

                try connection.expectNext()
                try connection.send("\(head)Transfer-Encoding: chunked\r\n\r\n")
                for start in stride(from: 0, to: event.count, by: 9_999) {
                    let chunk = event[start..<min(start + 9_999, event.count)]
                    try connection.send("\(String(chunk.count, radix: 16, uppercase: true));x=y\r\n")
                    try connection.send(chunk + Array("\r\n".utf8))
                }
                try connection.send("0\r\nTrailer: value\r\n\r\n")
                try connection.confirm()

                try connection.expectNext()
                try connection.send("\(head)\r\n")
                try connection.send(event)
                connection.close()
                connection = try api.accept()
                try connection.confirm()
            }
            for byte in ScriptedConnection.event("one byte at a time").utf8 {
                if byte == UInt8(ascii: "H") { try connection.expectNext() }
                try connection.send([byte])
            }
            try connection.confirm()
            try connection.expectNext()
        }
        let expected = events.flatMap { [$0, $0, $0] } + [Array("one byte at a time".utf8)]
        #expect(seen.withLock { $0.count } == expected.count)
        #expect(seen.withLock { $0 } == expected)
    }

    @Test("sends the answer before the handler returns, and asks for the next event after")
    func settlement() throws {
        let order = Monitor<[String]>([])
        try ScriptedRuntimeAPI.run { _, response throws(InvocationError) in
            try response.answer("{}")
            let isDelivered = order.wait(until: soon()) { $0.contains("delivered") ? true : nil }
            await Task.yield()
            order.withLock { $0.append(isDelivered == true ? "settled" : "held back") }
        } script: { api in
            let connection = try api.accept()
            try connection.hand("{}")
            try connection.confirm()
            order.withLock { $0.append("delivered") }
            try connection.expectNext()
            order.withLock { $0.append("next") }
        }
        #expect(order.withLock { $0 } == ["delivered", "settled", "next"])
    }

    @Test("runs the handler on its own thread, which a resumed handler comes back to")
    func thread() throws {
        let threads = Monitor<Set<String>>([])
        @Sendable func note() { threads.withLock { _ = $0.insert(currentThreadName()) } }
        try ScriptedRuntimeAPI.run { _, response throws(InvocationError) in
            note()
            await withCheckedContinuation { continuation in
                do throws(SystemError) {
                    try PlatformThread.start(name: "other") { continuation.resume() }
                } catch {
                    continuation.resume()
                }
            }
            note()
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { note() } }
            }
            try response.answer("{}")
        } script: { api in
            let connection = try api.accept()
            try connection.hand("{}")
            try connection.confirm()
            try connection.expectNext()
        }
        #expect(threads.withLock { $0 } == ["runtime"])
    }

    @Test("cancels a handler shortly before the deadline and reports what it says")
    func deadline() throws {
        try ScriptedRuntimeAPI.run { _, _ throws(InvocationError) in
            do {
                try await Task.sleep(for: .seconds(60))
            } catch {
                throw InvocationError(type: "Test.Cancelled", message: "cancelled: \(Task.isCancelled)")
            }
        } script: { api in
            let connection = try api.accept()
            let start = MonotonicClock.nanoseconds()
            try connection.hand("{}", deadline: Timestamp.now().advanced(byMilliseconds: 150))
            let answer = try connection.confirm()
            #expect(answer.body == #"{"errorMessage":"cancelled: true","errorType":"Test.Cancelled","stackTrace":[]}"#)
            #expect(MonotonicClock.nanoseconds() - start < 10_000_000_000)
            try connection.expectNext()
        }
    }

    @Test("cancels one invocation and not the next")
    func nextIsNotCancelled() throws {
        try ScriptedRuntimeAPI.run { _, response throws(InvocationError) in
            await Task.yield()
            try response.answer("\(Task.isCancelled)")
        } script: { api in
            let connection = try api.accept()
            try connection.hand("{}", deadline: Timestamp(millisecondsSinceEpoch: 0))
            #expect(try connection.confirm().body == "true")
            try connection.hand("{}")
            #expect(try connection.confirm().body == "false")
            try connection.expectNext()
        }
    }

    @Test("serves as many events at once as it is told, each on a connection of its own", arguments: [2, 48])
    func concurrency(count: Int) throws {
        let running = Monitor(0)
        let status = try ScriptedRuntimeAPI.run(environment: ["AWS_LAMBDA_MAX_CONCURRENCY": "\(count)"]) {
            invocation,
            response throws(InvocationError) in
            running.withLock { $0 += 1 }
            let met = running.wait(until: soon()) { $0 == count ? true : nil }
            try response.answer("\(invocation.requestID) \(met == true)")
        } script: { api in
            let connections = try (0..<count).map { _ in try api.accept() }
            for (index, connection) in connections.enumerated() { try connection.hand("{}", id: "\(index)") }
            for (index, connection) in connections.enumerated() {
                let answer = try connection.confirm()
                #expect(answer.hasPrefix("POST /2018-06-01/runtime/invocation/\(index)/response "))
                #expect(answer.body == "\(index) true")
            }
            for connection in connections { try connection.expectNext() }
        }
        #expect(status == 0)
    }

    @Test("ends all loops when the Runtime API tells one to exit")
    func concurrentExit() throws {
        // Kept beyond the script, so that the other loops have no reason of their own to end.
        var connections: [ScriptedConnection] = []
        let status = try ScriptedRuntimeAPI.run(environment: ["AWS_LAMBDA_MAX_CONCURRENCY": "3"]) {
            _,
            response throws(InvocationError) in
            try response.answer("{}")
        } script: { api in
            connections = [try api.accept(), try api.accept(), try api.accept()]
            for connection in connections { try connection.expectNext() }
            try connections[1].send("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")
            #expect(try connections[1].hasEnded())
        }
        #expect(status == 1)
    }
}

private func currentThreadName() -> String {
    let name = (try? File.contents(of: "/proc/thread-self/comm", limit: 64)) ?? []
    return String(decoding: name.dropLast(), as: UTF8.self)
}
