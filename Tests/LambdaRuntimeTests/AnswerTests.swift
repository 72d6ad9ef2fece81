import JSON
import POSIX
import Synchronization
import TestSupport
import Testing

@testable import LambdaRuntime

@Suite("An answer")
struct AnswerTests {
    private static let streamHead = """
        Lambda-Runtime-Function-Response-Mode: streaming\r
        Transfer-Encoding: chunked\r
        Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r
        \r\n
        """

    private static func head(_ api: ScriptedRuntimeAPI) -> String {
        "POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\nHost: \(api.authority)\r\n"
            + "Content-Type: text/plain\r\n" + streamHead
    }

    @Test("in pieces leaves piece by piece, and the connection is used again")
    func stream() throws {
        let arrived = Monitor(0)
        try ScriptedRuntimeAPI.run { _, response throws(InvocationError) in
            @Sendable func waitFor(_ count: Int) { _ = arrived.wait(until: soon()) { $0 >= count ? true : nil } }
            do throws(InvocationResponseError) {
                try response.beginStream(contentType: "text/plain", firstChunk: Array("prelude".utf8))
                waitFor(1)
                try response.write(Array("first".utf8))
                waitFor(2)
                try response.write([])
                try response.write(Array(repeating: UInt8(ascii: "x"), count: 26))
                waitFor(3)
                try response.finish()
            } catch {
                Issue.record("\(error)")
            }
        } script: { api in
            let connection = try api.accept()
            for _ in 0..<2 {
                arrived.withLock { $0 = 0 }
                try connection.hand("{}")
                #expect(try connection.read(through: "prelude\r\n") == Self.head(api) + "7\r\nprelude\r\n")
                arrived.withLock { $0 = 1 }
                #expect(try connection.read(through: "first\r\n") == "5\r\nfirst\r\n")
                arrived.withLock { $0 = 2 }
                #expect(try connection.read(through: "x\r\n") == "1a\r\n" + String(repeating: "x", count: 26) + "\r\n")
                arrived.withLock { $0 = 3 }
                #expect(try connection.read(through: "\r\n\r\n") == "0\r\n\r\n")
                try connection.send("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
            }
            try connection.expectNext()
        }
    }

    @Test(
        "in streaming mode that is known at once is one chunk",
        arguments: [
            ("prefix", "body", "a\r\nprefixbody\r\n0\r\n\r\n"), ("", "body", "4\r\nbody\r\n0\r\n\r\n"),
            ("prefix", "", "6\r\nprefix\r\n0\r\n\r\n"), ("", "", "0\r\n\r\n"),
        ]
    )
    func wholeStream(prefix: String, body: String, expected: String) throws {
        try ScriptedRuntimeAPI.run { _, response throws(InvocationError) in
            do throws(InvocationResponseError) {
                try response.sendStream(
                    contentType: "text/plain",
                    prefix: Array(prefix.utf8),
                    body: Array(body.utf8)
                )
            } catch {
                Issue.record("\(error)")
            }
        } script: { api in
            let connection = try api.accept()
            try connection.hand("{}")
            #expect(try connection.confirm() == Self.head(api) + expected)
            try connection.expectNext()
        }
    }

    @Test("of megabytes arrives whole in both modes")
    func large() throws {
        let payload = (0..<5_000_000).map { UInt8(ascii: "a") + UInt8($0 % 26) }
        try ScriptedRuntimeAPI.run { invocation, response throws(InvocationError) in
            do throws(InvocationResponseError) {
                if invocation.requestID == "stream" {
                    try response.sendStream(contentType: "text/plain", body: payload)
                } else {
                    try response.send(payload)
                }
            } catch {
                Issue.record("\(error)")
            }
        } script: { api in
            let connection = try api.accept()
            let text = String(decoding: payload, as: UTF8.self)
            try connection.hand("{}")
            let buffered = try connection.confirm().body == text
            #expect(buffered)
            try connection.hand("{}", id: "stream")
            let streamed = try connection.confirm().body == "4c4b40\r\n" + text + "\r\n0\r\n\r\n"
            #expect(streamed)
            try connection.expectNext()
        }
    }

    /// A stream that fails, one way or the other, with the trailers Lambda is to get.
    @Test("in pieces that fails says so in the trailers", arguments: ["throws", "fails", "forgets"])
    func midStreamFailure(how: String) throws {
        try ScriptedRuntimeAPI.run { _, response throws(InvocationError) in
            let error = InvocationError(type: "Test.\r\nFailure", message: "it \"failed\"")
            do throws(InvocationResponseError) {
                try response.beginStream(contentType: "text/plain")
                try response.write(Array("part".utf8))
                if how == "fails" { try response.fail(error) }
            } catch {
                Issue.record("\(error)")
            }
            if how == "throws" { throw error }
        } script: { api in
            let connection = try api.accept()
            try connection.hand("{}")
            let answer = try connection.confirm()
            let forgotten = how == "forgets"
            // printf '{"errorMessage":"…","errorType":"…","stackTrace":[]}' | base64 -w0
            let body =
                forgotten
                ? "eyJlcnJvck1lc3NhZ2UiOiJUaGUgZnVuY3Rpb24gcmV0dXJuZWQgYmVmb3JlIHRoZSBzdHJlYW0ncyBlbmQuIiwiZXJyb3JUeXBlIjoi"
                    + "UnVudGltZS5VbmZpbmlzaGVkU3RyZWFtIiwic3RhY2tUcmFjZSI6W119"
                : "eyJlcnJvck1lc3NhZ2UiOiJpdCBcImZhaWxlZFwiIiwiZXJyb3JUeXBlIjoiVGVzdC5cclxuRmFpbHVyZSIsInN0YWNrVHJhY2UiOltd"
                    + "fQ=="
            let trailers = """
                Lambda-Runtime-Function-Error-Type: \(forgotten ? "Runtime.UnfinishedStream" : "Test.Failure")\r
                Lambda-Runtime-Function-Error-Body: \(body)\r
                \r\n
                """
            #expect(answer == Self.head(api) + "4\r\npart\r\n0\r\n" + trailers)
            try connection.expectNext()
        }
    }

    @Test("that is an error goes to the error path")
    func error() throws {
        try ScriptedRuntimeAPI.run { _, _ throws(InvocationError) in
            throw .unauthorized
        } script: { api in
            let connection = try api.accept()
            try connection.hand("{}")
            let body = #"{"errorMessage":"Unauthorized","errorType":"Unauthorized","stackTrace":[]}"#
            let expected = """
                POST /2018-06-01/runtime/invocation/id-1/error HTTP/1.1\r
                Host: \(api.authority)\r
                Content-Type: application/json\r
                Lambda-Runtime-Function-Error-Type: Unauthorized\r
                Content-Length: \(body.utf8.count)\r
                \r
                \(body)
                """
            #expect(try connection.confirm() == expected)
            try connection.expectNext()
        }
    }

    @Test("that the handler never gave is an error")
    func noResponse() throws {
        try ScriptedRuntimeAPI.run { _, _ throws(InvocationError) in
        } script: { api in
            let connection = try api.accept()
            try connection.hand("{}")
            let answer = try connection.confirm()
            #expect(answer.hasPrefix("POST /2018-06-01/runtime/invocation/id-1/error "))
            #expect(answer.field("Lambda-Runtime-Function-Error-Type") == "Runtime.NoResponse")
            try connection.expectNext()
        }
    }

    @Test("stands when the handler fails after it")
    func failureAfterwards() throws {
        try ScriptedRuntimeAPI.run { _, response throws(InvocationError) in
            try response.answer("answered")
            throw InvocationError(type: "Test.TooLate", message: "content")
        } script: { api in
            let connection = try api.accept()
            try connection.hand("{}")
            #expect(try connection.confirm().body == "answered")
            try connection.expectNext()
            #expect(api.log == ["ERROR Test.TooLate after the answer"])
            #expect(api.logEntries.first?["requestId"]?.string == "id-1")
        }
    }

    @Test("is given once, and in its order")
    func misuse() throws {
        let kept = Mutex<InvocationResponse?>(nil)
        let errors = Mutex<[InvocationResponseError]>([])
        @Sendable func attempt(_ body: () throws(InvocationResponseError) -> Void) {
            do throws(InvocationResponseError) {
                try body()
            } catch {
                errors.withLock { $0.append(error) }
            }
        }
        try ScriptedRuntimeAPI.run { invocation, response throws(InvocationError) in
            kept.withLock { $0 = response }
            attempt { () throws(InvocationResponseError) in try response.write([1]) }
            attempt { () throws(InvocationResponseError) in try response.finish() }
            #expect(!response.isAnswered)
            try response.answer("once")
            #expect(response.isAnswered)
            attempt { () throws(InvocationResponseError) in try response.send([]) }
            attempt { () throws(InvocationResponseError) in try response.beginStream(contentType: "") }
            attempt { () throws(InvocationResponseError) in try response.write([1]) }
        } script: { api in
            let connection = try api.accept()
            try connection.hand("{}")
            #expect(try connection.confirm().body == "once")
            try connection.expectNext()
            let response = try #require(kept.withLock { $0 })
            attempt { () throws(InvocationResponseError) in try response.send([]) }
        }
        #expect(
            errors.withLock { $0 } == [
                .notBegun, .notBegun, .alreadyAnswered, .alreadyAnswered, .alreadyAnswered, .alreadyAnswered,
            ]
        )
    }

    @Test("whose reader goes away tells the handler, and the loop goes on")
    func peerGone() throws {
        let error = Mutex<InvocationResponseError?>(nil)
        try ScriptedRuntimeAPI.run { invocation, response throws(InvocationError) in
            if invocation.requestID == "after" { return try response.answer("still here") }
            do throws(InvocationResponseError) {
                try response.beginStream(contentType: "text/plain")
                while true { try response.write(Array(repeating: 0, count: 65_536)) }
            } catch let failure {
                error.withLock { $0 = failure }
            }
        } script: { api in
            let first = try api.accept()
            try first.hand("{}")
            _ = try first.read(through: "10000\r\n")
            first.close()
            let second = try api.accept()
            try second.hand("{}", id: "after")
            #expect(try second.confirm().body == "still here")
            try second.expectNext()
        }
        #expect(error.withLock { $0 } == .peerGone)
    }
}
