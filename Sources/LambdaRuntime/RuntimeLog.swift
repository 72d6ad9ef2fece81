import JSON
import POSIX

/// The loop's own lines in the function's log: JSON, as Lambda's log format JSON wants them. They hold no event and no
/// answer.
struct RuntimeLog: Sendable {
    /// Takes a finished line.
    let write: @Sendable ([UInt8]) -> Void

    /// Lines on the standard error.
    static let standardError = RuntimeLog { StandardStream.writeLine($0, to: 2) }

    func error(_ message: String, requestID: String? = nil) {
        var json = JSONWriter(reservingCapacity: 160)
        json.beginObject()
        json.member("level", "ERROR")
        json.member("message", message)
        if let requestID { json.member("requestId", requestID) }
        json.endObject()
        write(json.bytes)
    }
}
