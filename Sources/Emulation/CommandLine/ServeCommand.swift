import Glibc
import POSIX

/// Serves the API until a signal asks for the end.
struct ServeCommand {
    private static let signals: [Int32] = [SIGHUP, SIGINT, SIGTERM]

    let options: EmulatorOptions
    let port: UInt16
    let environment: Environment

    func run() throws(EmulatorError) -> Int32 {
        // Nor is the end of whoever reads standard output a reason to end.
        SignalMask.block(Self.signals + [SIGPIPE])
        DescriptorLimit.raise()
        let deployment = try Deployment(options: options, environment: environment)
        let api: RestAPI
        do throws(TemplateError) {
            api = try RestAPI(in: deployment.stacks)
        } catch {
            throw EmulatorError("\(error)")
        }
        for warning in api.warnings { Emulator.complain("LambdaEmulator: warning: \(warning)") }
        let pools = try makePools(deployment, of: api)
        let gateway = APIGateway(
            api: api,
            pools: Dictionary(uniqueKeysWithValues: pools.map { ($0.function.name, $0) })
        )
        let server = try makeServer(gateway)
        try start(pools, server)
        _ = SignalMask.waitForSignals(Self.signals)
        server.stop()
        for pool in pools { pool.requestEnd() }
        let deadline = MonotonicClock.nanoseconds() + 1_000_000_000
        for pool in pools { pool.waitForEnd(until: deadline) }
        return 0
    }

    private func makePools(_ deployment: Deployment, of api: RestAPI) throws(EmulatorError) -> [FunctionPool] {
        var pools: [FunctionPool] = []
        for function in deployment.functions where api.functionNames.contains(function.name) {
            pools.append(try deployment.makePool(for: function))
        }
        return pools
    }

    private func makeServer(_ gateway: APIGateway) throws(EmulatorError) -> FrontServer {
        let observer: FrontServer.Observer = { request, status, nanoseconds in
            Emulator.complain("\(request.method) \(request.path) \(status) \(nanoseconds / 1_000) µs \(request.id)")
        }
        do throws(SystemError) {
            return try FrontServer(port: port, gateway: gateway, observer: options.isVerbose ? observer : nil)
        } catch {
            let isInUse = error.code == EADDRINUSE
            throw EmulatorError("port \(port) \(isInUse ? "is in use" : "cannot be listened on (\(error))")")
        }
    }

    /// Starts a sandbox of each function, then the server; on a thread, so that a signal is heeded meanwhile.
    private func start(_ pools: [FunctionPool], _ server: FrontServer) throws(EmulatorError) {
        let left = Monitor(pools.count)
        do throws(SystemError) {
            for pool in pools {
                try PlatformThread.start(name: "warm-up") {
                    // A function that does not start has said why; the next request tries again.
                    _ = pool.warmUp()
                    left.withLock { $0 -= 1 }
                }
            }
            try PlatformThread.start(name: "start") {
                _ = left.wait { $0 == 0 }
                do throws(SystemError) {
                    try server.start()
                    StandardStream.writeLine(Array("ready http://127.0.0.1:\(server.port)".utf8))
                } catch {
                    Emulator.complain("LambdaEmulator: \(error)")
                    exit(1)
                }
            }
        } catch {
            throw EmulatorError("\(error)")
        }
    }
}

/// How many files the process may have open.
private enum DescriptorLimit {
    /// Raises the limit as far as the system lets it: every connection and every sandbox needs some.
    static func raise() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
