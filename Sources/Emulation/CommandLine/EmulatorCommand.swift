/// What the emulator is asked to do.
enum EmulatorCommand: Equatable {
    case serve(EmulatorOptions, port: UInt16)
    case invoke(EmulatorOptions, function: String, event: String)
    case help
}

/// A command line that asks for nothing the emulator can do.
struct UsageError: Error, Equatable, CustomStringConvertible {
    let description: String
}

extension EmulatorCommand {
    static let usage = """
        usage: LambdaEmulator serve --templates DIR --code DIR --port PORT [options]
               LambdaEmulator invoke --templates DIR --code DIR --function NAME --event FILE [options]

          --templates DIR          CloudFormation templates, *.json
          --code DIR               executables, each named as its function's logical id
          --port PORT              serve on 127.0.0.1:PORT; 0 takes any free port
          --function NAME          gateway, authorizer, mcp, or a logical id
          --event FILE             the event, JSON
          --environment NAME       value of the templates' parameter Environment (dev)
          --region NAME            us-east-1
          --max-environments N     sandboxes per function (8)
          --parameter NAME=VALUE   value of a template's parameter; may be repeated
          --pass NAME              give the functions this variable of the environment; may be repeated
          --log-dir DIR            write each function's output to DIR/FUNCTION-NAME.log
          --verbose                write the functions' output and a line per request to standard error
        """

    /// Reads the arguments after the program's name.
    init(parsing arguments: [String]) throws(UsageError) {
        guard let command = arguments.first else { throw UsageError(description: "a command is missing") }
        if ["help", "--help", "-h"].contains(command) || arguments.contains("--help") {
            self = .help
            return
        }
        guard ["serve", "invoke"].contains(command) else {
            throw UsageError(description: "unknown command \"\(command)\"")
        }
        var parser = OptionParser(command: command)
        try parser.parse(arguments.dropFirst())
        self = try parser.makeCommand()
    }
}
