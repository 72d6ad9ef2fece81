import Glibc
package import POSIX

/// A file that exists as long as this object does.
package final class TemporaryFile: Sendable {
    /// Its absolute path.
    package let path: String

    /// A new file with these bytes.
    package init(_ contents: [UInt8]) throws(SystemError) {
        var template = Array("/tmp/ai-model-gateway-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw SystemError(code: errno, operation: "mkstemp") }
        close(descriptor)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try replace(with: contents)
    }

    /// A new file with this text.
    package convenience init(_ text: String) throws(SystemError) {
        try self.init(Array(text.utf8))
    }

    deinit { unlink(path) }

    /// Puts these bytes in place of the file's.
    package func replace(with contents: [UInt8]) throws(SystemError) {
        let descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError(code: errno, operation: "open") }
        defer { close(descriptor) }
        guard write(descriptor, contents, contents.count) == contents.count else {
            throw SystemError(code: errno, operation: "write")
        }
    }
}
