import POSIX
import Synchronization
import TestSupport
import Testing

@testable import LambdaRuntime

@Suite("When the Runtime API fails, the loop")
struct RuntimeFailureTests {
    private static let echo: @Sendable (Invocation, InvocationResponse) async throws(InvocationError) -> Void = {
        invocation,
        response throws(InvocationError) in
        try response.answer(String(decoding: invocation.event, as: UTF8.self))
    }

    @Test("exits at once on a 500, whatever was asked", arguments: ["next", "response", "error"])
    func containerError(of request: String) throws {
        let status = try ScriptedRuntimeAPI.run { _, response throws(InvocationError) in
            if request == "response" { try response.answer("{}") }
        } script: { api in
            let connection = try api.accept()
            if request == "next" {
                try connection.confirm("500 Internal Server Error")
            } else {
                try connection.hand("{}")
                #expect(try connection.confirm("500 Internal Server Error").contains("/\(request) HTTP/1.1\r\n"))
            }
            #expect(try connection.hasEnded())
        }
        #expect(status == 1)
    }

    @Test("exits when it is not let have the next event")
    func forbidden() throws {
        let status = try ScriptedRuntimeAPI.run(Self.echo) { api in
            let connection = try api.accept()
            try connection.confirm("403 Forbidden")
            #expect(try connection.hasEnded())
        }
        #expect(status == 1)
    }

    @Test("reports an answer that is too large as an error, and goes on", arguments: ["", "Connection: close\r\n"])
    func tooLarge(extra: String) throws {
        try ScriptedRuntimeAPI.run(Self.echo) { api in
            var connection = try api.accept()
            try connection.hand("{}")
            try connection.confirm("413 Payload Too Large", extra: extra)
            if !extra.isEmpty { connection = try api.accept() }
            // Lambda has told the caller by itself, and takes no error any more.
            let error = try connection.confirm("403 Forbidden")
            #expect(error.hasPrefix("POST /2018-06-01/runtime/invocation/id-1/error "))
            #expect(error.field("Lambda-Runtime-Function-Error-Type") == "Runtime.ResponseTooLarge")
            try connection.hand("{}")
            try connection.confirm()
            try connection.expectNext()
            #expect(api.log == ["ERROR the answer is larger than Lambda takes"])
        }
    }

    @Test("reports a stream that grew too large, and goes on")
    func streamTooLarge() throws {
        try ScriptedRuntimeAPI.run { _, response throws(InvocationError) in
            do throws(InvocationResponseError) {
                try response.beginStream(contentType: "text/plain", firstChunk: [1])
                try response.finish()
            } catch {
                Issue.record("\(error)")
            }
        } script: { api in
            let connection = try api.accept()
            try connection.hand("{}")
            try connection.confirm("413 Payload Too Large")
            #expect(try connection.confirm().hasPrefix("POST /2018-06-01/runtime/invocation/id-1/error "))
            try connection.expectNext()
        }
    }

    @Test("takes the refusal of an answer, and goes on", arguments: ["400 Bad Request", "403 Forbidden"])
    func refusedAnswer(status: String) throws {
        try ScriptedRuntimeAPI.run(Self.echo) { api in
            let connection = try api.accept()
            try connection.hand("{}")
            try connection.confirm(status)
            try connection.expectNext()
            #expect(api.log == ["ERROR the Runtime API answered an answer with status \(status.prefix(3))"])
        }
    }

    @Test(
        "takes the refusal of an error, and goes on",
        arguments: ["400 Bad Request", "403 Forbidden", "413 Payload Too Large"]
    )
    func refusedError(status: String) throws {
        try ScriptedRuntimeAPI.run { _, _ throws(InvocationError) in
            throw .unauthorized
        } script: { api in
            let connection = try api.accept()
            try connection.hand("{}")
            try connection.confirm(status)
            try connection.expectNext()
            #expect(api.log == ["ERROR the Runtime API answered an error with status \(status.prefix(3))"])
        }
    }

    @Test("takes an answer with a chunked body, after an interim one, and without any")
    func confirmations() throws {
        try ScriptedRuntimeAPI.run(Self.echo) { api in
            let connection = try api.accept()
            for confirmation in [
                "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"status\":\"OK\"}\n\r\n0\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
            ] {
                try connection.hand("{}")
                _ = try connection.request()
                try connection.send(confirmation)
            }
            try connection.expectNext()
            #expect(api.log == [])
        }
    }

    @Test("connects again when the idle connection is dropped")
    func droppedIdle() throws {
        try ScriptedRuntimeAPI.run(Self.echo) { api in
            for number in 0..<5 {
                let connection = try api.accept()
                try connection.hand("event \(number)")
                #expect(try connection.confirm().body == "event \(number)")
                try connection.expectNext()
                connection.close()
            }
            try api.accept().expectNext()
        }
    }

    @Test("brings the answer over a new connection when the kept one is closed", arguments: ["before", "after"])
    func droppedUnderAnswer(when: String) throws {
        let handed = Monitor(false)
        try ScriptedRuntimeAPI.run { invocation, response throws(InvocationError) in
            _ = handed.wait(until: soon()) { $0 ? true : nil }
            try response.answer("answer")
        } script: { api in
            let first = try api.accept()
            try first.hand("{}")
            if when == "before" { first.close() }
            handed.withLock { $0 = true }
            if when == "after" {
                #expect(try first.request().body == "answer")
                first.close()
            }
            let second = try api.accept()
            #expect(try second.confirm().body == "answer")
            try second.expectNext()
        }
    }

    @Test("begins a stream on a new connection when the kept one is closed")
    func droppedUnderStream() throws {
        let handed = Monitor(false)
        try ScriptedRuntimeAPI.run { invocation, response throws(InvocationError) in
            _ = handed.wait(until: soon()) { $0 ? true : nil }
            do throws(InvocationResponseError) {
                try response.beginStream(contentType: "text/plain", firstChunk: [UInt8(ascii: "a")])
                try response.write([UInt8(ascii: "b")])
                try response.finish()
            } catch {
                Issue.record("\(error)")
            }
        } script: { api in
            let first = try api.accept()
            try first.hand("{}")
            first.close()
            handed.withLock { $0 = true }
            let second = try api.accept()
            #expect(try second.confirm().body == "1\r\na\r\n1\r\nb\r\n0\r\n\r\n")
            try second.expectNext()
        }
    }

    @Test("does not use a connection again that the answer closes", arguments: ["close", "Close"])
    func connectionClose(value: String) throws {
        try ScriptedRuntimeAPI.run(Self.echo) { api in
            let first = try api.accept()
            try first.hand("{}", extra: "Connection: \(value)\r\n")
            let second = try api.accept()
            try second.confirm(extra: "Connection: \(value)\r\n")
            let third = try api.accept()
            try third.expectNext()
            #expect(try first.hasEnded())
            #expect(try second.hasEnded())
        }
    }

    @Test("ends quietly when the Runtime API goes away while nothing is asked of it")
    func goneIdle() throws {
        let status = try ScriptedRuntimeAPI.run(Self.echo) { api in
            let connection = try api.accept()
            try connection.expectNext()
            api.stopListening()
            connection.close()
        }
        #expect(status == 0)
    }

    @Test("does not ask for ever when each connection is closed at once")
    func closedAtOnce() throws {
        let status = try ScriptedRuntimeAPI.run(Self.echo) { api in
            for _ in 0..<4 {
                let connection = try api.accept()
                try connection.expectNext()
                connection.close()
            }
        }
        #expect(status == 0)
    }

    @Test("fails when the Runtime API goes away and an answer is owed")
    func goneWithAnswer() throws {
        let handed = Monitor(false)
        let status = try ScriptedRuntimeAPI.run { _, response throws(InvocationError) in
            _ = handed.wait(until: soon()) { $0 ? true : nil }
            try response.answer("{}")
        } script: { api in
            let connection = try api.accept()
            try connection.hand("{}")
            api.stopListening()
            connection.close()
            handed.withLock { $0 = true }
        }
        #expect(status == 1)
    }

    @Test(
        "ends when what answers does not speak HTTP",
        arguments: [
            "SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n", "\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
            "HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 70_000),
        ]
    )
    func notHTTP(answer: String) throws {
        let status = try ScriptedRuntimeAPI.run(Self.echo) { api in
            let connection = try api.accept()
            try connection.expectNext()
            try connection.send(answer)
        }
        #expect(status == 1)
    }

    @Test("reports an event without a deadline, and goes on", arguments: ["", "Lambda-Runtime-Deadline-Ms: soon\r\n"])
    func noDeadline(header: String) throws {
        try ScriptedRuntimeAPI.run(Self.echo) { api in
            let connection = try api.accept()
            try connection.expectNext()
            try connection.send(
                "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id-9\r\n\(header)Content-Length: 2\r\n\r\n{}"
            )
            let error = try connection.confirm()
            #expect(error.hasPrefix("POST /2018-06-01/runtime/invocation/id-9/error "))
            #expect(error.field("Lambda-Runtime-Function-Error-Type") == "Runtime.MalformedInvocation")
            try connection.hand("{}")
            try connection.confirm()
            try connection.expectNext()
        }
    }

    @Test(
        "passes over an event without a usable id, but not for ever",
        arguments: [nil, "", "../../other", "a b", "é", "a%2Fb"]
    )
    func noRequestID(id: String?) throws {
        let status = try ScriptedRuntimeAPI.run(Self.echo) { api in
            let connection = try api.accept()
            let header = id.map { "Lambda-Runtime-Aws-Request-Id: \($0)\r\n" } ?? ""
            for _ in 0..<2 {
                try connection.expectNext()
                try connection.send(
                    "HTTP/1.1 200 OK\r\n\(header)Lambda-Runtime-Deadline-Ms: 1\r\nContent-Length: 2\r\n\r\n{}"
                )
            }
            try connection.hand("{}")
            try connection.confirm()
            for _ in 0..<3 {
                try connection.expectNext()
                try connection.send(
                    "HTTP/1.1 200 OK\r\n\(header)Lambda-Runtime-Deadline-Ms: 1\r\nContent-Length: 2\r\n\r\n{}"
                )
            }
            #expect(try connection.hasEnded())
        }
        #expect(status == 1)
    }
}

@Suite("A function that cannot start")
struct InitializationTests {
    @Test("reports why and ends with 1")
    func initializationError() throws {
        let status = try ScriptedRuntimeAPI.run { environment, _ throws(InitializationError) -> ClosureHandler in
            await Task.yield()
            throw InitializationError(type: "Runtime.ConfigInvalid", message: "line 3: \(environment["GATEWAY"] ?? "")")
        } script: { api in
            let connection = try api.accept()
            let body = #"{"errorMessage":"line 3: ","errorType":"Runtime.ConfigInvalid","stackTrace":[]}"#
            let expected = """
                POST /2018-06-01/runtime/init/error HTTP/1.1\r
                Host: \(api.authority)\r
                Content-Type: application/json\r
                Lambda-Runtime-Function-Error-Type: Runtime.ConfigInvalid\r
                Content-Length: \(body.utf8.count)\r
                \r
                \(body)
                """
            #expect(try connection.confirm() == expected)
            #expect(try connection.hasEnded())
            #expect(api.log == ["ERROR Runtime.ConfigInvalid: line 3: "])
        }
        #expect(status == 1)
    }

    @Test(
        "ends with 1 whatever comes of the report",
        arguments: ["403 Forbidden", "500 Internal Server Error", "closed"]
    )
    func refusedReport(answer: String) throws {
        let status = try ScriptedRuntimeAPI.run { _, _ throws(InitializationError) -> ClosureHandler in
            throw InitializationError(type: "Runtime.ConfigInvalid", message: "")
        } script: { api in
            let connection = try api.accept()
            if answer == "closed" {
                _ = try connection.request()
                api.stopListening()
                connection.close()
            } else {
                try connection.confirm(answer)
                #expect(try connection.hasEnded())
            }
        }
        #expect(status == 1)
    }

    @Test(
        "for want of a Runtime API ends with 1",
        arguments: [nil, "", "localhost:port", "127.0.0.1:70000", ":9001", "[::1", "host name:1", "127.0.0.1:1"]
    )
    func noRuntimeAPI(authority: String?) {
        let recorder = LineRecorder()
        let environment = Environment(authority.map { ["AWS_LAMBDA_RUNTIME_API": $0] } ?? [:])
        let status = LambdaRuntime.serve(
            environment: environment,
            log: recorder.makeLogger(),
            gate: ShutdownGate(loops: 1),
            registersExtension: true
        ) { _, _ throws(InitializationError) in ClosureHandler { _, _ throws(InvocationError) in } }
        #expect(status == 1)
        #expect(recorder.lines.count == 1)
    }

    @Test(
        "reads its Runtime API's address",
        arguments: [
            ("127.0.0.1:9001", "127.0.0.1", 9_001), ("localhost", "localhost", 80), ("[::1]:9001", "::1", 9_001),
            ("[::1]", "::1", 80),
        ] as [(String, String, UInt16)]
    )
    func endpoint(authority: String, host: String, port: UInt16) throws {
        let endpoint = try #require(RuntimeEndpoint(authority: authority))
        #expect(endpoint.host == host)
        #expect(endpoint.port == port)
    }
}
