/// How serious a log line is, with the names that Lambda's JSON log format filters by.
///
/// Lambda drops lines below `ApplicationLogLevel` by their top-level `"level"` member
/// (AWS Lambda developer guide, "Log level filtering").
package enum LogLevel: Int, Comparable, Sendable, CaseIterable {
    case trace, debug, info, warn, error, fatal

    /// The level's name on the wire: `TRACE`, `DEBUG`, `INFO`, `WARN`, `ERROR` or `FATAL`.
    package var name: String {
        switch self {
        case .trace: "TRACE"
        case .debug: "DEBUG"
        case .info: "INFO"
        case .warn: "WARN"
        case .error: "ERROR"
        case .fatal: "FATAL"
        }
    }

    /// The level of that name in any case, as `AWS_LAMBDA_LOG_LEVEL` gives it; nil for an unknown name.
    package init?(name: String) {
        let upper = name.uppercased()
        guard let level = Self.allCases.first(where: { $0.name == upper }) else { return nil }
        self = level
    }

    package static func < (left: LogLevel, right: LogLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}
