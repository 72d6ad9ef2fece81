package import JSON
import Synchronization
package import Telemetry

/// Keeps the lines a logger writes.
package final class LineRecorder: Sendable {
    private let recorded = Mutex<[[UInt8]]>([])

    /// No lines yet.
    package init() {}

    /// A logger that writes to it.
    package func makeLogger(level: LogLevel = .info) -> Logger {
        Logger(level: level) { line in self.recorded.withLock { $0.append(line) } }
    }

    /// The lines as they were written.
    package var lines: [[UInt8]] { recorded.withLock { $0 } }

    /// The lines' JSON; null for a line that is not JSON.
    package var entries: [JSONValue] { lines.map { (try? JSONValue(parsing: $0)) ?? .null } }

    /// All lines as one text.
    package var text: String { lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n") }
}
