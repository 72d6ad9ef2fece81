import Glibc
import POSIX

/// A file that several threads append to; what one call writes stays together.
final class AppendingFile: Sendable {
    private let file: FileDescriptor

    /// Opens the file, creating it and its folder where they are missing.
    init(path: String) throws(SystemError) {
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try Self.makeFolder(String(path[..<slash]))
        }
        let number = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw SystemError(code: errno, operation: "open \(path)") }
        file = FileDescriptor(owning: number)
    }

    /// Appends the bytes. A full disk loses log lines, not requests.
    func append(_ bytes: [UInt8]) {
        do throws(SystemError) {
            try file.write(bytes)
        } catch {
            return
        }
    }

    private static func makeFolder(_ path: String) throws(SystemError) {
        if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw SystemError(code: errno, operation: "mkdir \(path)")
        }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw SystemError(code: errno, operation: "mkdir \(path)")
        }
    }
}
