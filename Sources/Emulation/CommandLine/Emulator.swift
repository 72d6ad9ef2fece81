package import POSIX

/// API Gateway and Lambda on loopback, as a command.
package enum Emulator {
    /// Does what the arguments (without the program's name) ask for, and returns the exit status: 0 for success, 1 for
    /// a failure, which is told on standard error, 2 for arguments that make no sense.
    package static func run(arguments: [String], environment: Environment) -> Int32 {
        do throws(UsageError) {
            switch try EmulatorCommand(parsing: arguments) {
            case .help:
                StandardStream.writeLine(Array(EmulatorCommand.usage.utf8))
                return 0
            case .serve(let options, let port):
                return report { () throws(EmulatorError) in
                    try ServeCommand(options: options, port: port, environment: environment).run()
                }
            case .invoke(let options, let function, let event):
                return report { () throws(EmulatorError) in
                    try InvokeCommand(
                        options: options,
                        function: function,
                        eventPath: event,
                        environment: environment
                    ).run()
                }
            }
        } catch {
            complain("\(error)\n\n\(EmulatorCommand.usage)")
            return 2
        }
    }

    private static func report(_ command: () throws(EmulatorError) -> Int32) -> Int32 {
        do throws(EmulatorError) {
            return try command()
        } catch {
            complain("LambdaEmulator: \(error)")
            return 1
        }
    }

    /// Writes a line to standard error.
    static func complain(_ text: String) {
        StandardStream.writeLine(Array(text.utf8), to: 2)
    }
}

/// Why a command cannot be carried out.
struct EmulatorError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
