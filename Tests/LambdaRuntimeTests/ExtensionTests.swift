import Glibc
import POSIX
import TestSupport
import Testing

@testable import LambdaRuntime

@Suite("The internal extension")
struct ExtensionTests {
    private static let echo: @Sendable (Invocation, InvocationResponse) async throws(InvocationError) -> Void = {
        invocation,
        response throws(InvocationError) in
        try response.answer(String(decoding: invocation.event, as: UTF8.self))
    }

    /// Serves one event, and asks for another.
    private static func expectServing(on connection: ScriptedConnection) throws {
        try connection.hand("event")
        #expect(try connection.confirm().body == "event")
        try connection.expectNext()
    }

    private static func registration(_ api: ScriptedRuntimeAPI) -> String {
        """
        POST /2020-01-01/extension/register HTTP/1.1\r
        Host: \(api.authority)\r
        Lambda-Extension-Name: graceful-shutdown\r
        Content-Type: application/json\r
        Content-Length: 13\r
        \r
        {"events":[]}
        """
    }

    @Test("registers for no events and says it is ready before the first event is asked for, in these very bytes")
    func registered() throws {
        try ScriptedRuntimeAPI.run(registersExtension: true, Self.echo) { api in
            let connection = try api.accept()
            let registration = try connection.confirm("200 OK", extra: "lambda-extension-identifier: 0a-1b\r\n")
            #expect(registration == Self.registration(api))
            let ready = try api.accept()
            let expected = """
                GET /2020-01-01/extension/event/next HTTP/1.1\r
                Host: \(api.authority)\r
                Lambda-Extension-Identifier: 0a-1b\r
                \r\n
                """
            #expect(try ready.request() == expected)
            try Self.expectServing(on: connection)
            #expect(api.log == [])
            // Open still, whatever was served meanwhile: a peer that has sent all it will would be at its end.
            try ready.send("HTTP/1.1 200 OK\r\n")
            connection.close()
        }
    }

    @Test("builds the function while Lambda thinks about it")
    func overlap() throws {
        let isBuilt = Monitor(false)
        try ScriptedRuntimeAPI.run(registersExtension: true) { _, _ throws(InitializationError) in
            isBuilt.withLock { $0 = true }
            return ClosureHandler(body: Self.echo)
        } script: { api in
            let connection = try api.accept()
            let request = try connection.request()
            #expect(request == Self.registration(api))
            #expect(isBuilt.wait(until: soon()) { $0 })
            try connection.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            try Self.expectServing(on: connection)
        }
    }

    @Test("does without where there is no Extensions API, or it refuses", arguments: ["", "Connection: close\r\n"])
    func refused(extra: String) throws {
        for (status, line) in [
            ("404 Not Found", "DEBUG there is no Extensions API: SIGTERM may not come before SIGKILL"),
            ("403 Forbidden", "WARN SIGTERM may not come before SIGKILL: extension refused, status 403"),
            ("500 Internal Server Error", "WARN SIGTERM may not come before SIGKILL: extension refused, status 500"),
            ("200 OK", "WARN SIGTERM may not come before SIGKILL: extension refused, no identifier"),
        ] {
            try ScriptedRuntimeAPI.run(registersExtension: true, Self.echo) { api in
                var connection = try api.accept()
                try connection.confirm(status, extra: extra)
                if !extra.isEmpty { connection = try api.accept() }
                try Self.expectServing(on: connection)
                #expect(api.log == [line])
            }
        }
    }

    @Test("does without where nobody answers, or not in HTTP", arguments: ["", "SSH-2.0-OpenSSH_9.2\r\n\r\n"])
    func closed(answer: String) throws {
        try ScriptedRuntimeAPI.run(registersExtension: true, Self.echo) { api in
            let first = try api.accept()
            _ = try first.request()
            try first.send(answer)
            first.close()
            try Self.expectServing(on: try api.accept())
            #expect(api.log.count == 1)
        }
    }

    @Test("does without where the answer does not come in time")
    func silent() throws {
        try ScriptedRuntimeAPI.run(registersExtension: true, Self.echo) { api in
            let first = try api.accept()
            _ = try first.request()
            try Self.expectServing(on: try api.accept())
            #expect(try first.hasEnded())
            #expect(api.log.count == 1)
        }
    }

    @Test("takes an answer that was there before the registration, on a connection that could not take it")
    func early() throws {
        let listener = try ListeningSocket(host: "127.0.0.1", port: 0)
        let client = RuntimeClient(endpoint: try #require(RuntimeEndpoint(authority: "127.0.0.1:\(listener.port)")))
        try client.connect()
        let connection = try listener.accept()
        try connection.send(Array("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".utf8))
        // Reset, not ended: the client's next send fails.
        var reset = linger(l_onoff: 1, l_linger: 0)
        setsockopt(connection.descriptor, SOL_SOCKET, SO_LINGER, &reset, socklen_t(MemoryLayout<linger>.size))
        _ = consume connection
        try client.beginRegistration()
        #expect(client.connection?.isReusable == false)
        #expect(client.finishRegistration() == .unsupported)
    }

    @Test("is registered before a failure to start is reported, on the same connection")
    func initializationError() throws {
        let status = try ScriptedRuntimeAPI.run(registersExtension: true) {
            _,
            _ throws(InitializationError) -> ClosureHandler in
            throw InitializationError(type: "Runtime.ConfigInvalid", message: "no configuration")
        } script: { api in
            let connection = try api.accept()
            try connection.confirm("404 Not Found")
            #expect(try connection.confirm().hasPrefix("POST /2018-06-01/runtime/init/error "))
            #expect(try connection.hasEnded())
        }
        #expect(status == 1)
    }
}
