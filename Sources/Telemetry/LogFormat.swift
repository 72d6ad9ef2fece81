/// How log lines are written, with the names of the function's logging configuration.
///
/// AWS Lambda developer guide, "Configuring JSON and plain text log formats".
package enum LogFormat: String, Sendable, CaseIterable {
    /// One JSON object a line, which Lambda filters by its level.
    case json = "JSON"
    /// One line of text, for people: time, request, level, message, then what varies.
    case text = "Text"

    /// The format of that name in any case, as `AWS_LAMBDA_LOG_FORMAT` gives it; nil for an unknown name.
    package init?(name: String) {
        let lower = name.lowercased()
        guard let format = Self.allCases.first(where: { $0.rawValue.lowercased() == lower }) else { return nil }
        self = format
    }
}
