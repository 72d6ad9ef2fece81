package import POSIX

/// The configuration a sandbox works with, or why it has none: a refused file must not stop the sandbox, so that
/// clients get an answer and health checks tell.
package enum ConfigurationState: Sendable {
    case loaded(GatewayConfiguration)
    /// The problems are for the log and the operator; clients are told only that there are some.
    case refused(ConfigurationError)

    /// Reads the file that `GATEWAY_CONFIG` names, by default `gateway.yaml` beside the function's `bootstrap`.
    ///
    /// - Returns: the state, and what in the file has no effect.
    package static func load(
        environment: Environment,
        providers: ProviderRegistry
    ) -> (state: ConfigurationState, warnings: [ConfigurationProblem]) {
        let path = environment["GATEWAY_CONFIG"] ?? "\(environment["LAMBDA_TASK_ROOT"] ?? ".")/gateway.yaml"
        do {
            let result = try read(path: path, environment: environment, providers: providers)
            return (.loaded(result.configuration), result.warnings)
        } catch {
            return (.refused(error), [])
        }
    }

    /// Reads and validates one file.
    package static func read(
        path: String,
        environment: Environment,
        providers: ProviderRegistry
    ) throws(ConfigurationError) -> ConfigurationReader.Result {
        for scheme in ["s3:", "ssm:"] where path.hasPrefix(scheme) {
            let message = "a configuration behind \(scheme) is not supported in this version; name a file"
            throw ConfigurationError(problems: [ConfigurationProblem(file: path, mark: nil, message: message)])
        }
        let bytes: [UInt8]
        do {
            bytes = try File.contents(of: path, limit: ConfigurationReader.maximumBytes)
        } catch {
            throw ConfigurationError(problems: [
                ConfigurationProblem(file: path, mark: nil, message: "cannot be read: \(error)")
            ])
        }
        return try ConfigurationReader.read(bytes, file: path, environment: environment, providers: providers)
    }
}
