import Glibc
import POSIX
import Synchronization

/// Runs functions as processes, with the environment Lambda gives a custom runtime and nothing else.
struct ProcessLauncher: SandboxLauncher {
    /// The folder with the executables, each named as its function's logical id.
    let codeFolder: String
    let region: String
    /// Variables handed on from the emulator's own environment, by name.
    let passed: [String: String]
    let log: FunctionLog

    init(codeFolder: String, region: String, passed: [String: String], log: FunctionLog) {
        self.codeFolder = codeFolder
        self.region = region
        self.passed = passed
        self.log = log
    }

    func start(_ launch: SandboxLaunch) throws(SystemError) -> any SandboxProcess {
        var pipe = try Pipe()
        guard let reader = pipe.takeReader(), let writer = pipe.takeWriter() else {
            throw SystemError(code: EBADF, operation: "pipe")
        }
        let child = try ChildProcess(
            ChildProcess.Command(
                executable: "\(codeFolder)/\(launch.function.logicalID)",
                environment: environment(of: launch),
                workingDirectory: codeFolder,
                standardOutput: .descriptor(writer.number),
                standardError: .descriptor(writer.number)
            )
        )
        let output = FunctionOutput(reader: reader, log: log)
        do throws(SystemError) {
            try PlatformThread.start(name: "output", stackBytes: 256 << 10) { output.copy() }
        } catch {
            child.signal(SIGKILL)
            throw error
        }
        return FunctionProcess(child: child, output: output)
    }

    /// "Defined runtime environment variables" of the Lambda developer guide, the template's, then those passed on.
    func environment(of launch: SandboxLaunch) -> Environment {
        let function = launch.function
        var variables = [
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": "test",
            "AWS_DEFAULT_REGION": region, "AWS_REGION": region,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": String(function.memoryMegabytes),
            "AWS_LAMBDA_FUNCTION_NAME": function.name, "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "AWS_LAMBDA_LOG_FORMAT": function.logFormat,
            "AWS_LAMBDA_LOG_GROUP_NAME": function.logGroup, "AWS_LAMBDA_LOG_STREAM_NAME": launch.logStream,
            "AWS_LAMBDA_RUNTIME_API": launch.runtimeAPI, "LAMBDA_TASK_ROOT": codeFolder, "LANG": "en_US.UTF-8",
            "PATH": "/usr/local/bin:/usr/bin:/bin", "TZ": ":UTC", "_HANDLER": function.handler,
        ]
        if let level = function.logLevel { variables["AWS_LAMBDA_LOG_LEVEL"] = level }
        variables.merge(function.environment) { _, template in template }
        variables.merge(passed) { _, passed in passed }
        return Environment(variables)
    }
}

/// A function that runs as a process.
private struct FunctionProcess: SandboxProcess {
    let child: ChildProcess
    let output: FunctionOutput

    var processID: Int32? { child.processID }
    var lastOutput: String { output.tail }

    func requestEnd() { child.signal(SIGTERM) }

    func kill() { child.signal(SIGKILL) }

    func waitForEnd(until deadline: UInt64?) -> String? {
        let status = child.wait(until: deadline)
        // What it printed last may be on its way still.
        if status != nil { output.waitForEnd() }
        return describe(status)
    }

    private func describe(_ status: ChildProcess.ExitStatus?) -> String? {
        switch status {
        case .exited(127): "exit status 127: the executable could not be run"
        case .exited(let status): "exit status \(status)"
        case .signalled(let signal): "ended by signal \(signal)\(Self.names[signal].map { " (\($0))" } ?? "")"
        case nil: nil
        }
    }

    private static let names: [Int32: String] = [
        SIGILL: "SIGILL", SIGTRAP: "SIGTRAP", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE",
        SIGKILL: "SIGKILL",
        SIGSEGV: "SIGSEGV", SIGPIPE: "SIGPIPE", SIGTERM: "SIGTERM",
    ]
}

/// Copies what a function prints to its log, whole lines at a time.
private final class FunctionOutput: Sendable {
    private static let tailBytes = 2_048
    private static let longestLine = 256 << 10

    private let reader: FileDescriptor
    private let log: FunctionLog
    private let last = Mutex<[UInt8]>([])
    private let hasEnded = Monitor(false)

    init(reader: consuming FileDescriptor, log: FunctionLog) {
        self.reader = reader
        self.log = log
    }

    /// The last lines.
    var tail: String {
        let bytes = last.withLock { $0 }
        guard bytes.count == Self.tailBytes, let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
            return trimmedEnd(bytes[...])
        }
        return trimmedEnd(bytes[(lineEnd + 1)...])
    }

    private func trimmedEnd(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes, as: UTF8.self)
    }

    /// Waits until all is copied, but not long: a process that outlives the function may keep the pipe.
    func waitForEnd() {
        _ = hasEnded.wait(until: MonotonicClock.nanoseconds() + 250_000_000) { $0 }
    }

    /// Copies until the last process that has the pipe closes it.
    func copy() {
        var pending: [UInt8] = []
        while let bytes = read(), !bytes.isEmpty {
            last.withLock { $0 = Array(($0 + bytes).suffix(Self.tailBytes)) }
            pending += bytes
            if let end = pending.lastIndex(of: UInt8(ascii: "\n")) {
                log.write(Array(pending[...end]))
                pending.removeSubrange(...end)
            } else if pending.count > Self.longestLine {
                log.write(pending + [UInt8(ascii: "\n")])
                pending = []
            }
        }
        if !pending.isEmpty { log.write(pending + [UInt8(ascii: "\n")]) }
        hasEnded.withLock { $0 = true }
    }

    private func read() -> [UInt8]? {
        do throws(SystemError) {
            return try reader.read(upTo: 65_536)
        } catch {
            return nil
        }
    }
}
