/// What is common to the emulator's commands.
struct EmulatorOptions: Equatable {
    /// The folder with the templates.
    var templates = ""
    /// The folder with the functions' executables.
    var code = ""
    var environment = "dev"
    var region = "us-east-1"
    var maxEnvironments = 8
    /// Values of the templates' parameters.
    var parameters: [String: String] = [:]
    /// Names of variables that the functions get from the emulator's own environment.
    var passed: [String] = []
    var logFolder: String?
    var isVerbose = false
}

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

/// Reads options one after the other.
private struct OptionParser {
    let command: String
    private var options = EmulatorOptions()
    private var single: [String: String] = [:]

    init(command: String) {
        self.command = command
    }

    mutating func parse(_ arguments: ArraySlice<String>) throws(UsageError) {
        var rest = arguments
        while let name = rest.popFirst() {
            if name == "--verbose" {
                options.isVerbose = true
                continue
            }
            let ofServe = ["--port"]
            let ofInvoke = ["--function", "--event"]
            let common = [
                "--templates", "--code", "--environment", "--region", "--max-environments", "--parameter", "--pass",
                "--log-dir",
            ]
            guard (common + (command == "serve" ? ofServe : ofInvoke)).contains(name) else {
                throw UsageError(description: "\(command) has no option \"\(name)\"")
            }
            guard let value = rest.popFirst() else { throw UsageError(description: "\(name) needs a value") }
            try take(name, value)
        }
    }

    private mutating func take(_ name: String, _ value: String) throws(UsageError) {
        switch name {
        case "--parameter":
            guard let equals = value.firstIndex(of: "="), equals != value.startIndex else {
                throw UsageError(description: "--parameter needs NAME=VALUE")
            }
            options.parameters[String(value[..<equals])] = String(value[value.index(after: equals)...])
        case "--pass": options.passed.append(value)
        default:
            guard single.updateValue(value, forKey: name) == nil else {
                throw UsageError(description: "\(name) is given twice")
            }
        }
    }

    mutating func makeCommand() throws(UsageError) -> EmulatorCommand {
        options.templates = try required("--templates")
        options.code = try required("--code")
        options.environment = single["--environment"] ?? options.environment
        options.region = single["--region"] ?? options.region
        options.logFolder = single["--log-dir"]
        if let text = single["--max-environments"] {
            guard let number = Int(text), (1...1_000).contains(number) else {
                throw UsageError(description: "--max-environments is not a number from 1 to 1000")
            }
            options.maxEnvironments = number
        }
        guard command == "serve" else {
            return .invoke(options, function: try required("--function"), event: try required("--event"))
        }
        guard let port = UInt16(try required("--port")) else {
            throw UsageError(description: "--port is not a number from 0 to 65535")
        }
        return .serve(options, port: port)
    }

    private func required(_ name: String) throws(UsageError) -> String {
        guard let value = single[name] else { throw UsageError(description: "\(command) needs \(name)") }
        return value
    }
}
