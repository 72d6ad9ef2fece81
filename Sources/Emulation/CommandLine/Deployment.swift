import POSIX

/// The templates of a folder as they would be deployed, and what runs their functions.
struct Deployment {
    let stacks: StackSet
    let functions: [FunctionDefinition]
    private let options: EmulatorOptions
    private let codeFolder: String
    private let passed: [String: String]

    init(options: EmulatorOptions, environment: Environment) throws(EmulatorError) {
        self.options = options
        do throws(SystemError) {
            codeFolder = try Folder.absolutePath(options.code)
        } catch {
            throw EmulatorError("--code \(options.code): \(error)")
        }
        do throws(TemplateError) {
            stacks = try StackSet(
                templates: try StackSet.templates(in: options.templates),
                parameters: options.parameters,
                presets: ["Environment": options.environment, "EnvironmentName": options.environment],
                context: DeploymentContext(region: options.region)
            )
            functions = try FunctionDefinition.all(in: stacks)
        } catch {
            throw EmulatorError("\(error)")
        }
        var passed: [String: String] = [:]
        for name in options.passed { passed[name] = environment[name] }
        self.passed = passed
    }

    /// The sandboxes of a function, none started.
    func makePool(for function: FunctionDefinition) throws(EmulatorError) -> FunctionPool {
        guard Folder.isExecutable("\(codeFolder)/\(function.logicalID)") else {
            throw EmulatorError("\(codeFolder) holds no executable \(function.logicalID)")
        }
        var settings = FunctionPool.Settings()
        settings.maxEnvironments = options.maxEnvironments
        do throws(SystemError) {
            let log = try FunctionLog(
                name: function.logicalID,
                path: options.logFolder.map { "\($0)/\(function.name).log" },
                isVerbose: options.isVerbose
            )
            let launcher = ProcessLauncher(
                codeFolder: codeFolder,
                region: options.region,
                passed: passed,
                log: log
            )
            return try FunctionPool(function: function, settings: settings, log: log, launcher: launcher)
        } catch {
            throw EmulatorError("\(function.logicalID): \(error)")
        }
    }
}
