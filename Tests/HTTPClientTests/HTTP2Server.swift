import Glibc
import HTTP
import HTTPClient
import POSIX
import TestSupport
import Testing

/// A child process that speaks HTTP/2, well or badly: `HTTP2Server.py` says how. One serves a whole suite.
final class HTTP2Server: Sendable {
    /// The server of the suite that runs; see `HTTP2Trait`.
    @TaskLocal static var current: HTTP2Server?

    /// It did not start; the text says how to find out why.
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    private let child: ChildProcess
    private let certificates: CertificateDirectory
    private let port: UInt16

    init() throws {
        let script = "Tests/HTTPClientTests/HTTP2Server.py"
        certificates = try CertificateDirectory(.good)
        var pipe = try Pipe()
        child = try ChildProcess(
            .init(
                executable: try PythonEnvironment.executable(),
                arguments: [
                    PackageFolder.path(of: script), certificates.path + "/leaf.pem", certificates.path + "/leaf.key",
                ],
                environment: .current(),
                standardOutput: .descriptor(pipe.writer?.number ?? -1)
            )
        )
        pipe.writer = nil
        var output: [UInt8] = []
        while !output.contains(UInt8(ascii: "\n")), let chunk = try pipe.reader?.read(upTo: 64), !chunk.isEmpty {
            output += chunk
        }
        guard let port = UInt16(String(decoding: output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)) else {
            throw Failed(description: "the HTTP/2 server did not start: run .venv/bin/python3 \(script)")
        }
        self.port = port
    }

    deinit { child.signal(SIGKILL) }

    /// A client that trusts it.
    func makeClient(_ change: (inout HTTPClient.Configuration) -> Void = { _ in }) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.certificateAuthorityFile = certificates.authorityFile
        change(&configuration)
        return HTTPClient(configuration: configuration)
    }

    /// A request for a scenario; with a name, requests are counted apart from others of the scenario.
    func request(
        _ scenario: String,
        name: String = "x",
        method: HTTP.Method = .get,
        body: [UInt8] = [],
        isIdempotent: Bool? = nil,
        timeouts: Timeouts = Timeouts()
    ) -> OutgoingRequest {
        OutgoingRequest(
            method: method,
            url: "https://127.0.0.1:\(port)/\(scenario)/\(name)",
            body: body,
            timeouts: timeouts,
            isIdempotent: isIdempotent
        )
    }

    /// How often it was asked for that.
    func count(of scenario: String, name: String) async throws -> Int {
        let text = try await makeClient().send(request("count")).text
        let line = text.split(separator: "\n").first { $0.hasPrefix("/\(scenario)/\(name) ") }
        return line.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
    }
}

/// Starts a server before a suite and stops it afterwards.
struct HTTP2Trait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await HTTP2Server.$current.withValue(try HTTP2Server(), operation: function)
    }
}

extension Trait where Self == HTTP2Trait {
    /// The suite's tests find a server in `HTTP2Server.current`.
    static var http2Server: Self { HTTP2Trait() }
}
