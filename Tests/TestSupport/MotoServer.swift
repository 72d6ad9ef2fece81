package import AWSServices
package import HTTPClient
package import POSIX

/// moto, a local double of AWS, on a port of its own for as long as a suite runs.
package final class MotoServer: Sendable {
    /// It did not start; the text says how to find out why.
    package struct Failed: Error, CustomStringConvertible {
        package let description: String
    }

    /// The server of the suite that runs; see `MotoTrait`.
    @TaskLocal package static var current: MotoServer?

    /// The variables that lead AWS clients to it.
    package let environment: Environment
    /// The client that its services are called with.
    package let httpClient = HTTPClient()
    private let child: ChildProcess

    private init() throws {
        let script = "Tests/TestSupport/Moto.py"
        var pipe = try Pipe()
        child = try ChildProcess(
            ChildProcess.Command(
                executable: try PythonEnvironment.executable(),
                arguments: [PackageFolder.path(of: script)],
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
            throw Failed(description: "moto did not start: run .venv/bin/python3 \(script)")
        }
        environment = ["AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)"]
    }

    /// Starts one: that takes a second or two, which pass on a thread of their own.
    package static func start() async throws -> MotoServer {
        let started = Promise<Result<MotoServer, any Error>>()
        try PlatformThread.start(name: "moto") { started.fulfil(Result { try MotoServer() }) }
        return try await started.value.get()
    }

    /// Ends the server and its client's connections.
    package func stop() async {
        let stopped = Promise<Void>()
        do {
            try PlatformThread.start(name: "moto") { [self] in
                end()
                stopped.fulfil()
            }
            await stopped.value
        } catch {
            end()
        }
    }

    private func end() {
        child.terminate(graceMilliseconds: 2_000)
        httpClient.shutdown()
    }

    /// A client of one of its services.
    package func client(_ service: AWSService) -> AWSClient {
        .loopback(service, environment: environment, httpClient: httpClient)
    }
}
