import Glibc
package import POSIX

/// The templates of all stacks, and the directory they are kept in.
package struct TemplateDirectory: Sendable {
    /// A file of the directory.
    package struct File: Sendable, Equatable {
        /// Such as `app.json`.
        package let name: String
        /// The whole content.
        package let bytes: [UInt8]
    }

    /// The directory, absolute or from the working directory.
    package let path: String

    /// The directory at the path, which need not exist.
    package init(path: String) { self.path = path }

    /// The templates as they are to be.
    ///
    /// - Throws: the first stack's fault.
    package static func synthesized() throws(SynthesisError) -> [File] {
        var files: [File] = []
        for stack in [DataStack.make(), try AppStack.make()] {
            files.append(File(name: "\(stack.name).json", bytes: try stack.synthesized()))
        }
        return files
    }

    /// The names of the files that are missing or have other bytes.
    ///
    /// - Throws: when a file is there and can't be read.
    package func differing(from files: [File]) throws(SystemError) -> [String] {
        var names: [String] = []
        for file in files where try current(file.name) != file.bytes { names.append(file.name) }
        return names
    }

    /// Writes the files, each whole or not at all; makes the directory and those above it where they are missing.
    package func write(_ files: [File]) throws(SystemError) {
        try Self.makeDirectory(path)
        for file in files { try write(file) }
    }

    private func current(_ name: String) throws(SystemError) -> [UInt8]? {
        do throws(SystemError) {
            return try POSIX.File.contents(of: "\(path)/\(name)", limit: 2 * Stack.largestTemplate)
        } catch {
            guard error.code == ENOENT else { throw error }
            return nil
        }
    }

    private func write(_ file: File) throws(SystemError) {
        let target = "\(path)/\(file.name)"
        let draft = target + ".new"
        let number = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw SystemError(code: errno, operation: "open \(draft)") }
        try FileDescriptor(owning: number).write(file.bytes)
        guard rename(draft, target) == 0 else { throw SystemError(code: errno, operation: "rename \(draft)") }
    }

    private static func makeDirectory(_ path: String) throws(SystemError) {
        guard !path.isEmpty, mkdir(path, 0o755) != 0 else { return }
        switch errno {
        case EEXIST: return
        case ENOENT:
            let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            guard !parent.isEmpty else { throw SystemError(code: ENOENT, operation: "mkdir \(path)") }
            try makeDirectory(parent)
            guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
                throw SystemError(code: errno, operation: "mkdir \(path)")
            }
        default: throw SystemError(code: errno, operation: "mkdir \(path)")
        }
    }
}
