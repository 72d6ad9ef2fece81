package import POSIX
import Telemetry

/// A custom runtime for AWS Lambda, hand-written over one socket: the Runtime API is two routes on loopback, plain HTTP.
package enum LambdaRuntime {
    /// Builds the handler, then serves events until the Runtime API ends it, and exits: the whole of a function's `main`.
    ///
    /// A handler that cannot be built is reported to `/runtime/init/error`, and the process exits with 1. One event is in
    /// flight at a time, on the calling thread; where `AWS_LAMBDA_MAX_CONCURRENCY` is set (Lambda Managed Instances), so
    /// many are, each on a thread and a connection of its own, and the handler is shared.
    ///
    /// `makeHandler` also gets the executor of the one thread that will serve events, so that what waits for sockets can
    /// do so on it (`HTTPClient.init(configuration:host:)`); nil where there are several.
    ///
    /// On SIGTERM no other event is taken, those in flight are finished or cancelled, and the process exits with 0 within
    /// 300 ms (`ShutdownGate`).
    package static func run<Handler: InvocationHandler>(
        environment: Environment = .current(),
        _ makeHandler: @escaping @Sendable (Environment, ThreadExecutor?) async throws(InitializationError) -> Handler
    ) -> Never {
        let log = Logger(environment: environment)
        let gate = ShutdownGate(loops: concurrency(environment))
        var hearsSIGTERM = false
        do throws(SystemError) {
            try TerminationSignal.listen {
                let unfinished = gate.shutDown()
                // One that is cut off may be in the middle of a line that nobody reads: nothing may wait for it here.
                let log = Logger(environment: environment) { LineWriter.standardOutput.writeWithoutWaiting($0) }
                if unfinished > 0 { log.log(.warn, "\(unfinished) invocations were cut off by the sandbox's end") }
                CurrentProcess.exit(0)
            }
            hearsSIGTERM = true
        } catch {
            log.log(.warn, "SIGTERM will not be heard: \(error)")
        }
        CurrentProcess.exit(
            serve(environment: environment, log: log, gate: gate, registersExtension: hearsSIGTERM, makeHandler)
        )
    }

    /// The same as `run`, but returns the status to exit with, and leaves signals alone.
    static func serve<Handler: InvocationHandler>(
        environment: Environment,
        log: Logger,
        gate: ShutdownGate,
        registersExtension: Bool,
        _ makeHandler: @escaping @Sendable (Environment, ThreadExecutor?) async throws(InitializationError) -> Handler
    ) -> Int32 {
        guard let endpoint = environment["AWS_LAMBDA_RUNTIME_API"].flatMap(RuntimeEndpoint.init) else {
            log.log(
                .error,
                "AWS_LAMBDA_RUNTIME_API is not set to host:port: this program runs in AWS Lambda or its emulator"
            )
            return 1
        }
        let client = RuntimeClient(endpoint: endpoint)
        let executor = ThreadExecutor()
        let concurrency = concurrency(environment)
        do throws(RuntimeConnectionError) {
            try client.connect()
            if registersExtension { try client.beginRegistration() }
            let built = executor.run { () -> Result<Handler, InitializationError> in
                do throws(InitializationError) {
                    return .success(try await makeHandler(environment, concurrency == 1 ? executor : nil))
                } catch {
                    return .failure(error)
                }
            }
            if registersExtension { note(client.finishRegistration(), log) }
            switch built {
            case .success(let handler):
                let first = RuntimeLoop(handler: handler, client: client, executor: executor, log: log, gate: gate)
                return serve(first, concurrency: concurrency, endpoint)
            case .failure(let error):
                log.log(.error, error.description)
                try report(error, client)
            }
        } catch {
            log.log(.error, error.description)
        }
        return 1
    }

    private static func note(_ registration: RuntimeClient.Registration, _ log: Logger) {
        switch registration {
        case .registered: return
        case .unsupported: log.log(.debug, "there is no Extensions API: SIGTERM may not come before SIGKILL")
        case .failed(let reason): log.log(.warn, "SIGTERM may not come before SIGKILL: extension refused, \(reason)")
        }
    }

    private static func report(_ error: InitializationError, _ client: RuntimeClient) throws(RuntimeConnectionError) {
        let body = InvocationError(type: error.type, message: error.message).body
        let message = RuntimeClient.Message(
            head: client.requests.initializationError(error.type, length: body.count),
            body: body
        )
        try client.send(message)
        _ = try client.status(of: message)
    }

    /// Runs the first loop on this thread when it is the only one; else all of them on threads, until the first ends: one
    /// that the Runtime API told to exit means the whole process.
    private static func serve<Handler>(
        _ first: RuntimeLoop<Handler>,
        concurrency: Int,
        _ endpoint: RuntimeEndpoint
    ) -> Int32 {
        if concurrency == 1 { return first.run() }
        let status = Monitor<Int32?>(nil)
        for index in 0..<concurrency {
            do throws(SystemError) {
                try PlatformThread.start(name: "loop-\(index)", stackBytes: 8 << 20) {
                    let loop =
                        index == 0 ? first : first.another(number: index, client: RuntimeClient(endpoint: endpoint))
                    let ended = loop.run()
                    status.withLock { $0 = $0 ?? ended }
                }
            } catch {
                first.log.log(.error, "\(error): \(index) of \(concurrency) loops run")
                if index == 0 { return 1 }
                break
            }
        }
        return status.wait { $0 } ?? 1
    }

    /// Lambda Managed Instances allow 1 to 1,600 (`PerExecutionEnvironmentMaxConcurrency`).
    private static func concurrency(_ environment: Environment) -> Int {
        let value = environment["AWS_LAMBDA_MAX_CONCURRENCY"].flatMap { Int($0) } ?? 1
        return min(max(value, 1), 1_600)
    }
}
