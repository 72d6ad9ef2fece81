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
