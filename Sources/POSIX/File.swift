import Glibc

/// Whole files, read at once.
package enum File {
    /// The file's bytes. Fails with EFBIG when it is larger than `limit` bytes, EISDIR for a directory.
    package static func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8] {
        let file = FileDescriptor(owning: try openForReading(path))
        var contents: [UInt8] = []
        // One byte more than allowed tells "too large" from "just so"; files in /proc report no size beforehand.
        var capacity = min(max(file.size, 4_096), limit) + 1
        while true {
            let chunk = try file.read(upTo: capacity)
            if chunk.isEmpty { return contents }
            if contents.isEmpty { contents = chunk } else { contents += chunk }
            guard contents.count <= limit else { throw SystemError(code: EFBIG, operation: "read") }
            capacity = min(65_536, limit - contents.count) + 1
        }
    }

    /// True when there is something at the path, whatever it is.
    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    private static func openForReading(_ path: String) throws(SystemError) -> Int32 {
        while true {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            if descriptor >= 0 { return descriptor }
            guard errno == EINTR else { throw .last("open") }
        }
    }
}
