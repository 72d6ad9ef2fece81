import AWSServices
import AWSSigning
import Cryptography
import HTTPClient
import POSIX
import Testing

/// moto, a local double of AWS, on a port of its own for as long as a suite runs.
final class MotoServer: Sendable {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// The server of the suite that runs; see `MotoTrait`.
    @TaskLocal static var current: MotoServer?

    let environment: Environment
    let httpClient = HTTPClient()
    private let child: ChildProcess

    init() throws {
        let python = Self.packageRoot + "/.venv/bin/python3"
        guard File.exists(Self.packageRoot + "/.venv/bin/moto_server") else {
            throw Missing(
                description: """
                    \(Self.packageRoot)/.venv has no moto. Make it in the package's root with: \
                    python3 -m venv .venv && .venv/bin/pip install 'moto[server]==5.2.1'
                    """
            )
        }
        var pipe = try Pipe()
        child = try ChildProcess(
            ChildProcess.Command(
                executable: python,
                arguments: [Self.packageRoot + "/Tests/AWSServicesTests/Moto.py"],
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
            throw Missing(description: "moto did not start: run .venv/bin/python3 Tests/AWSServicesTests/Moto.py")
        }
        environment = ["AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)"]
    }

    func stop() {
        child.terminate(graceMilliseconds: 2_000)
        httpClient.shutdown()
    }

    func client(_ service: AWSService) -> AWSClient {
        AWSClient(
            service: service,
            region: "us-east-1",
            environment: environment,
            credentials: StaticCredentialProvider(Credentials(accessKeyID: "AKID", secretAccessKey: "secret")),
            httpClient: httpClient,
            // Fifty calls at once wait for each other, one by one.
            timeouts: Timeouts(connect: .seconds(10), idle: .seconds(60), total: .seconds(60))
        )
    }

    private static var packageRoot: String {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }
}

/// Starts moto before a suite and stops it afterwards.
struct MotoTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let server = try MotoServer()
        defer { server.stop() }
        try await MotoServer.$current.withValue(server, operation: function)
    }
}

extension Trait where Self == MotoTrait {
    static var moto: Self { MotoTrait() }
}

/// The suites that need moto; they share one.
@Suite("Against a real server", .moto)
enum AgainstMoto {}
