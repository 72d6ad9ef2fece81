import Glibc
import POSIX

/// Folders of the file system.
enum Folder {
    /// The names of the files with an ending, sorted. Fails when there is no such folder.
    static func files(in path: String, ending: String) throws(SystemError) -> [String] {
        guard let directory = opendir(path) else { throw SystemError(code: errno, operation: "open") }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(ending), !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// The path from the root, without links. Fails when there is nothing at the path.
    static func absolutePath(_ path: String) throws(SystemError) -> String {
        guard let resolved = realpath(path, nil) else { throw SystemError(code: errno, operation: "open") }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Whether the file can be run.
    static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }
}
