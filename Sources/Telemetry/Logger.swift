package import JSON
package import POSIX

/// Writes one JSON object a line to standard output, secrets masked, each line in a single `write(2)`: a
/// sandbox may freeze at any moment and must not keep half a line in a buffer.
package struct Logger: Sendable {
    /// The least serious level that is written.
    package let level: LogLevel
    private let write: @Sendable ([UInt8]) -> Void

    /// - Parameters:
    ///   - level: lines below it cost a comparison and nothing more.
    ///   - write: takes one line without its newline. Standard output unless a test listens.
    package init(
        level: LogLevel,
        write: @escaping @Sendable ([UInt8]) -> Void = { StandardStream.writeLine($0) }
    ) {
        self.level = level
        self.write = write
    }

    /// The level comes from `AWS_LAMBDA_LOG_LEVEL`, which Lambda sets from the function's logging configuration.
    package init(environment: Environment) {
        self.init(level: environment["AWS_LAMBDA_LOG_LEVEL"].flatMap(LogLevel.init(name:)) ?? .info)
    }

    /// Writes `{"timestamp","level","message","requestId",…fields}`.
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
        var line = JSONWriter(reservingCapacity: 256)
        line.beginObject()
        writeStart(of: &line, level: level, message: message, requestID: requestID, at: time)
        for field in fields() { line.member(field.key, field.value) }
        line.endObject()
        write(Redaction.masked(line.bytes))
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
        var line = JSONWriter(reservingCapacity: 1_024)
        line.beginObject()
        writeStart(of: &line, level: level, message: message, requestID: requestID, at: time)
        for field in fields { line.member(field.key, field.value) }
        metrics.write(to: &line, at: time)
        line.endObject()
        write(Redaction.masked(line.bytes))
    }

    private func writeStart(
        of line: inout JSONWriter,
        level: LogLevel,
        message: String,
        requestID: String?,
        at time: Timestamp
    ) {
        line.member("timestamp", time.iso8601)
        line.member("level", level.name)
        line.member("message", message)
        if let requestID { line.member("requestId", requestID) }
    }
}
