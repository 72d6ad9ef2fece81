import JSON
import POSIX

/// Has one function handle one event, and prints its answer.
struct InvokeCommand {
    private static let maxEventBytes = APIGateway.maxEventBytes

    let options: EmulatorOptions
    /// `gateway`, `authorizer`, `mcp`, a logical id or a function's name.
    let function: String
    let eventPath: String
    let environment: Environment

    func run() throws(EmulatorError) -> Int32 {
        let deployment = try Deployment(options: options, environment: environment)
        let event = try readEvent()
        let definition = try find(in: deployment.functions)
        let pool = try deployment.makePool(for: definition)
        defer {
            pool.requestEnd()
            pool.waitForEnd(until: MonotonicClock.nanoseconds() + 500_000_000)
        }
        let sink = BufferedSink(limit: StreamingSink.maxBytes)
        let seconds = UInt64(definition.timeoutSeconds) + 12
        let outcome = pool.invoke(
            Invocation(event: event, sink: sink),
            until: MonotonicClock.nanoseconds() + seconds * 1_000_000_000
        )
        guard outcome == .answered else {
            if outcome == .crashed {
                // What is known of its end comes with the end.
                _ = pool.waitUntilEmpty(until: MonotonicClock.nanoseconds() + 1_000_000_000)
            }
            StandardStream.writeLine(Self.errorDocument(outcome), to: 2)
            return 1
        }
        for line in Self.lines(of: sink.payload, hasPrelude: sink.hasPrelude) { StandardStream.writeLine(line) }
        return 0
    }

    private func readEvent() throws(EmulatorError) -> [UInt8] {
        do throws(SystemError) {
            return try File.contents(of: eventPath, limit: Self.maxEventBytes)
        } catch {
            throw EmulatorError("--event \(eventPath): \(error)")
        }
    }

    private func find(in functions: [FunctionDefinition]) throws(EmulatorError) -> FunctionDefinition {
        let wanted = [function, function + "Function"].map { $0.lowercased() }
        for definition in functions
        where wanted.contains(definition.logicalID.lowercased()) || definition.name == function {
            return definition
        }
        throw EmulatorError(
            "the templates have no function \(function), only \(functions.map(\.logicalID).joined(separator: ", "))"
        )
    }

    /// The answer for people: the prelude of a streamed one in a line of its own.
    static func lines(of payload: [UInt8], hasPrelude: Bool) -> [[UInt8]] {
        guard hasPrelude, let end = ResponsePreludeScanner.delimiterStart(in: payload) else { return [payload] }
        return [Array(payload[..<end]), Array(payload[(end + ResponsePreludeScanner.delimiter.count)...])]
    }

    private static func errorDocument(_ outcome: Invocation.Outcome) -> [UInt8] {
        let (type, message): (String, String) =
            switch outcome {
            case .failed(let error) where !error.payload.isEmpty: ("", String(decoding: error.payload, as: UTF8.self))
            case .failed(let error): (error.type, error.message)
            case .crashed: ("Runtime.ExitError", "the function ended before it answered")
            case .timedOut: ("Sandbox.Timedout", "the function took longer than its timeout")
            case .notStarted: ("Runtime.InitError", "the function could not start")
            case .answered, .throttled, .refused, .abandoned: ("Sandbox.Failure", "there is no answer")
            }
        guard !type.isEmpty else { return Array(message.utf8) }
        return RuntimeAPI.error(type, message).serialized()
    }
}
