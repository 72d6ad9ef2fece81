/// Reads options one after the other.
struct OptionParser {
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
