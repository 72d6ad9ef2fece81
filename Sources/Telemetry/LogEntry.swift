import JSON
import POSIX

/// What a log line says, before it is written in one format or the other.
struct LogEntry {
    let time: Timestamp
    let level: LogLevel
    let message: String
    let requestID: String?
    let fields: JSONObject

    /// `{"timestamp","level","message","requestId",…fields}`, with the metrics' members when there are any.
    func json(metrics: MetricSet? = nil) -> [UInt8] {
        var line = JSONWriter(reservingCapacity: metrics == nil ? 256 : 1_024)
        line.beginObject()
        line.member("timestamp", time.iso8601)
        line.member("level", level.name)
        line.member("message", message)
        if let requestID { line.member("requestId", requestID) }
        for field in fields { line.member(field.key, field.value) }
        metrics?.write(to: &line, at: time)
        line.endObject()
        return line.bytes
    }

    /// Time, request ("-" without one), level, message and fields, with tabs between as Lambda's own runtimes have it. A
    /// field is `name=` and its JSON, so that no text can end the line or look like another field.
    func text() -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        line += time.iso8601.utf8
        Self.append(requestID ?? "-", to: &line)
        Self.append(level.name, to: &line)
        Self.append(message, to: &line)
        for field in fields {
            Self.append(field.key + "=", to: &line)
            line += field.value.serialized()
        }
        return line
    }

    /// A tab and the text, a space for each control character of it.
    private static func append(_ text: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\t"))
        for byte in text.utf8 { line.append(byte < 0x20 || byte == 0x7f ? UInt8(ascii: " ") : byte) }
    }
}
