import Glibc
import POSIX

/// A file that exists as long as this object does.
final class TemporaryFile: Sendable {
    let path: String

    init(_ contents: [UInt8]) throws {
        var template = Array("/tmp/aws-signing-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw SystemError(code: errno, operation: "mkstemp") }
        close(descriptor)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try replace(with: contents)
    }

    convenience init(_ text: String) throws {
        try self.init(Array(text.utf8))
    }

    deinit { unlink(path) }

    func replace(with contents: [UInt8]) throws {
        let descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError(code: errno, operation: "open") }
        defer { close(descriptor) }
        guard write(descriptor, contents, contents.count) == contents.count else {
            throw SystemError(code: errno, operation: "write")
        }
    }
}
