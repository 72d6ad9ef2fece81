import POSIX
import Testing

@testable import Emulation

@Suite("The command line")
struct CommandLineTests {
    private static let common = ["--templates", "t", "--code", "c"]

    @Test("asks for a server")
    func readsServe() throws {
        var options = EmulatorOptions()
        options.templates = "t"
        options.code = "c"
        #expect(
            try EmulatorCommand(parsing: ["serve"] + Self.common + ["--port", "8080"]) == .serve(options, port: 8080)
        )
        options.environment = "prod"
        options.region = "eu-west-1"
        options.maxEnvironments = 3
        options.parameters = ["A": "1=2", "B": ""]
        options.passed = ["X", "Y"]
        options.logFolder = "l"
        options.isVerbose = true
        let arguments = [
            "serve", "--verbose", "--port", "0", "--environment", "prod", "--region", "eu-west-1", "--max-environments",
            "3", "--parameter", "A=1=2", "--parameter", "B=", "--pass", "X", "--pass", "Y", "--log-dir", "l",
        ]
        #expect(try EmulatorCommand(parsing: arguments + Self.common) == .serve(options, port: 0))
    }

    @Test("asks for one invocation, or for help")
    func readsOthers() throws {
        var options = EmulatorOptions()
        options.templates = "t"
        options.code = "c"
        let arguments = ["invoke"] + Self.common + ["--function", "mcp", "--event", "e.json"]
        #expect(try EmulatorCommand(parsing: arguments) == .invoke(options, function: "mcp", event: "e.json"))
        #expect(try EmulatorCommand(parsing: ["--help"]) == .help)
        #expect(try EmulatorCommand(parsing: ["serve", "--help"]) == .help)
    }

    @Test(
        "that makes no sense is told what is wrong with it",
        arguments: [
            ([], "command"), (["run"], "run"), (["serve"], "--templates"), (["serve", "--port"], "--port needs"),
            (["serve"] + common, "--port"), (["serve"] + common + ["--port", "x"], "--port"),
            (["serve"] + common + ["--port", "70000"], "--port"), (["serve"] + common + ["--event", "x"], "--event"),
            (["invoke"] + common + ["--port", "1"], "--port"), (["invoke"] + common + ["--event", "e"], "--function"),
            (["serve"] + common + ["--port", "1", "--port", "2"], "twice"),
            (["serve"] + common + ["--port", "1", "--parameter", "=x"], "NAME=VALUE"),
            (["serve"] + common + ["--port", "1", "--max-environments", "0"], "--max-environments"),
        ] as [([String], String)]
    )
    func refuses(arguments: [String], message: String) {
        let error = #expect(throws: UsageError.self) { try EmulatorCommand(parsing: arguments) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test("prints a streamed answer as its prelude, a line break and the body")
    func splitsAnswers() {
        let payload = Array("{}".utf8) + ResponsePreludeScanner.delimiter + Array("body".utf8)
        #expect(InvokeCommand.lines(of: payload, hasPrelude: true) == [Array("{}".utf8), Array("body".utf8)])
        #expect(InvokeCommand.lines(of: payload, hasPrelude: false) == [payload])
        #expect(InvokeCommand.lines(of: [1], hasPrelude: true) == [[1]])
    }
}

@Suite("A function's process")
struct ProcessLauncherTests {
    private static let function = FunctionDefinition(
        logicalID: "GatewayFunction",
        name: "ai-gateway",
        handler: "bootstrap",
        memoryMegabytes: 512,
        environment: ["TABLE": "t", "AWS_ENDPOINT_URL": "template"],
        logGroup: "/aws/lambda/ai",
        logFormat: "JSON",
        logLevel: "INFO"
    )

    private static func launcher(code: String, log: FunctionLog, passed: [String: String] = [:]) -> ProcessLauncher {
        ProcessLauncher(codeFolder: code, region: "eu-west-1", passed: passed, log: log)
    }

    @Test("has the variables Lambda gives, the template's, and those passed on, nothing else")
    func makesEnvironment() throws {
        let log = try FunctionLog(name: "f", path: nil, isVerbose: false)
        let launcher = Self.launcher(code: "/code", log: log, passed: ["AWS_ENDPOINT_URL": "passed", "KEY": "k"])
        let launch = SandboxLaunch(function: Self.function, runtimeAPI: "127.0.0.1:9", logStream: "s")
        #expect(
            launcher.environment(of: launch).all == [
                "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": "test",
                "AWS_DEFAULT_REGION": "eu-west-1", "AWS_REGION": "eu-west-1", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
                "AWS_LAMBDA_FUNCTION_NAME": "ai-gateway", "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
                "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "AWS_LAMBDA_LOG_FORMAT": "JSON",
                "AWS_LAMBDA_LOG_LEVEL": "INFO", "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/ai",
                "AWS_LAMBDA_LOG_STREAM_NAME": "s", "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9", "LAMBDA_TASK_ROOT": "/code",
                "LANG": "en_US.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin", "TZ": ":UTC", "_HANDLER": "bootstrap",
                "TABLE": "t", "AWS_ENDPOINT_URL": "passed", "KEY": "k",
            ]
        )
    }

    @Test("that ends before it asks for an event fails its request, and its last words are told")
    func tellsLastWords() throws {
        let folder = TemporaryFolder()
        try folder.addScript("GatewayFunction", "#!/bin/sh\necho one; echo two >&2; printf three; exit 3\n")
        let complaints = Monitor<[String]>([])
        let log = try FunctionLog(name: "f", path: "\(folder.path)/f.log", isVerbose: false) { line in
            complaints.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
        }
        let pool = try FunctionPool(
            function: Self.function,
            log: log,
            launcher: Self.launcher(code: folder.path, log: log)
        )
        #expect(!pool.warmUp())
        let isTold = complaints.wait(until: MonotonicClock.nanoseconds() + 20_000_000_000) { !$0.isEmpty }
        #expect(isTold)
        let told = complaints.withLock { $0 }
        #expect(told == ["f: could not start: exit status 3; its last output:\none\ntwo\nthree"])
        let written = try folder.text(of: "f.log")
        #expect(written.contains("one\ntwo\n"))
        #expect(written.contains("three\n"))
        pool.requestEnd()
    }
}
