package import JSON
package import POSIX

/// Writes one line an event to standard output, secrets masked, each line in a single `write(2)`: a
/// sandbox may freeze at any moment and must not keep half a line in a buffer.
package struct Logger: Sendable {
    /// The least serious level that is written.
    package let level: LogLevel
    /// How lines are written. Those with metrics are JSON in any case: CloudWatch reads the metrics from them.
    package let format: LogFormat
    private let write: @Sendable ([UInt8]) -> Void

    /// - Parameters:
    ///   - level: lines below it cost a comparison and nothing more.
    ///   - format: JSON unless told otherwise.
    ///   - write: takes one line without its newline. Standard output unless a test listens.
    package init(
        level: LogLevel,
        format: LogFormat = .json,
        write: @escaping @Sendable ([UInt8]) -> Void = { LineWriter.standardOutput.write($0) }
    ) {
        self.level = level
        self.format = format
        self.write = write
    }

    /// Level and format come from `AWS_LAMBDA_LOG_LEVEL` and `AWS_LAMBDA_LOG_FORMAT`, which Lambda sets from the
    /// function's logging configuration; INFO and JSON where they are not set or name nothing known.
    package init(
        environment: Environment,
        write: @escaping @Sendable ([UInt8]) -> Void = { LineWriter.standardOutput.write($0) }
    ) {
        self.init(
            level: environment["AWS_LAMBDA_LOG_LEVEL"].flatMap(LogLevel.init(name:)) ?? .info,
            format: environment["AWS_LAMBDA_LOG_FORMAT"].flatMap(LogFormat.init(name:)) ?? .json,
            write: write
        )
    }

    /// Writes time, level, message, request and fields.
    ///
    /// - Parameters:
    ///   - message: what happened, in words that do not vary from line to line.
    ///   - requestID: the request the line belongs to.
    ///   - fields: what varies; evaluated only when the line is written.
    package func log(
        _ level: LogLevel,
        _ message: String,
        requestID: String? = nil,
        at time: Timestamp = .now(),
        fields: @autoclosure () -> JSONObject = [:]
    ) {
        guard level >= self.level else { return }
        let entry = LogEntry(time: time, level: level, message: message, requestID: requestID, fields: fields())
        let line =
            switch format {
            case .json: entry.json()
            case .text: entry.text()
            }
        write(Redaction.masked(line))
    }

    /// Writes a line that is log entry and CloudWatch metrics at once: the members of `log` plus the embedded
    /// metric format's `_aws` directive, so that a request costs one line.
    ///
    /// Not subject to the level: dropping it would drop the metrics.
    package func log(
        _ level: LogLevel,
        _ message: String,
        requestID: String?,
        at time: Timestamp,
        fields: JSONObject,
        metrics: MetricSet
    ) {
        let entry = LogEntry(time: time, level: level, message: message, requestID: requestID, fields: fields)
        write(Redaction.masked(entry.json(metrics: metrics)))
    }
}
