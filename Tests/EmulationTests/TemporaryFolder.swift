import POSIX

@testable import Emulation

/// A folder for one test, removed with all that is in it when the test is done.
final class TemporaryFolder {
    let path: String

    init() {
        path = (Environment.current()["TMPDIR"] ?? "/tmp") + "/emulation-tests-" + Identifier.uuid()
    }

    deinit {
        do throws(SystemError) {
            try Self.run("/bin/rm", ["-rf", path])
        } catch {
            return
        }
    }

    /// Writes an executable script.
    func addScript(_ name: String, _ text: String) throws {
        try AppendingFile(path: "\(path)/\(name)").append(Array(text.utf8))
        try Self.run("/bin/chmod", ["755", "\(path)/\(name)"])
    }

    func text(of name: String) throws -> String {
        String(decoding: try File.contents(of: "\(path)/\(name)", limit: 1 << 16), as: UTF8.self)
    }

    private static func run(_ executable: String, _ arguments: [String]) throws(SystemError) {
        let command = ChildProcess.Command(executable: executable, arguments: arguments, environment: [:])
        _ = try ChildProcess(command).wait()
    }
}
