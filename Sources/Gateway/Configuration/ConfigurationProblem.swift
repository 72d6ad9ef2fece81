package import YAML

/// Something a configuration file says that is wrong, or that has no effect.
package struct ConfigurationProblem: Sendable, Equatable, CustomStringConvertible {
    /// The file, as it was named.
    package let file: String
    /// Where in the file; nil when the file as a whole is meant.
    package let mark: YAMLMark?
    /// What is wrong and what is allowed. Never a value of the file: it could be a secret.
    package let message: String

    /// `gateway.yaml:12:5: model_list[0].litellm_params.rpm must be a whole number, not a string`
    package var description: String {
        guard let mark else { return "\(file): \(message)" }
        return "\(file):\(mark.line):\(mark.column): \(message)"
    }
}

/// A configuration that is refused, with everything that is wrong with it.
package struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    /// At least one.
    package let problems: [ConfigurationProblem]

    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
