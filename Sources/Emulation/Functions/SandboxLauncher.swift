import POSIX

/// Starts what runs in a sandbox: the function's executable, or something that plays it.
protocol SandboxLauncher: Sendable {
    /// Starts the function so that it asks for events at `launch.runtimeAPI`.
    func start(_ launch: SandboxLaunch) throws(SystemError) -> any SandboxProcess
}

/// What a sandbox is started with.
struct SandboxLaunch: Sendable {
    let function: FunctionDefinition
    /// `host:port`, for AWS_LAMBDA_RUNTIME_API.
    let runtimeAPI: String
    /// The name of the sandbox's log stream.
    let logStream: String
}

/// A running function.
protocol SandboxProcess: Sendable {
    /// Its process number; nil when it is no process of its own.
    var processID: Int32? { get }
    /// Asks it to end (SIGTERM).
    func requestEnd()
    /// Ends it (SIGKILL).
    func kill()
    /// Waits until it has ended, and returns how, in words; nil when the deadline (nanoseconds of `MonotonicClock`)
    /// passes first.
    func waitForEnd(until deadline: UInt64?) -> String?
    /// The last of what it printed.
    var lastOutput: String { get }
}
