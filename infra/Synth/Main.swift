import Glibc
import Infrastructure
import POSIX

/// `Synth [--output DIRECTORY] [--check]`: writes the templates, or tells which of them are not what it would write.
@main
enum Synth {
    private static let usage = "usage: Synth [--output DIRECTORY] [--check]"

    static func main() {
        guard let options = Options(CommandLine.arguments.dropFirst()) else {
            exit(complaint: usage, status: 2)
        }
        let directory = TemplateDirectory(path: options.output)
        do {
            let files = try TemplateDirectory.synthesized()
            guard options.checks else { return try directory.write(files) }
            let names = try directory.differing(from: files)
            guard !names.isEmpty else { return }
            let list = names.map { "\(options.output)/\($0)" }.joined(separator: "\n")
            exit(complaint: "not what Synth writes (run `make synth`):\n\(list)", status: 1)
        } catch {
            exit(complaint: "Synth: \(error)", status: 1)
        }
    }

    private static func exit(complaint: String, status: Int32) -> Never {
        StandardStream.writeLine(Array(complaint.utf8), to: STDERR_FILENO)
        Glibc.exit(status)
    }
}

/// What the command line asks for.
private struct Options {
    var output = "infra/templates"
    var checks = false

    /// Nil when the arguments make no sense.
    init?(_ arguments: some Sequence<String>) {
        var arguments = arguments.makeIterator()
        while let argument = arguments.next() {
            switch argument {
            case "--check": checks = true
            case "--output":
                guard let path = arguments.next(), !path.isEmpty else { return nil }
                output = path
            default: return nil
            }
        }
    }
}
