import POSIX

/// What is told of one function: what it prints, and a few lines for each invocation as Lambda writes them.
final class FunctionLog: Sendable {
    private let name: String
    private let file: AppendingFile?
    private let isVerbose: Bool
    private let printLine: @Sendable ([UInt8]) -> Void

    /// - Parameters:
    ///   - name: the function's, which complaints begin with.
    ///   - path: the file that gets all of it; nil for none.
    ///   - isVerbose: whether standard error gets all of it too, not only complaints.
    ///   - printLine: writes a line to standard error.
    init(
        name: String,
        path: String?,
        isVerbose: Bool,
        printLine: @escaping @Sendable ([UInt8]) -> Void = { StandardStream.writeLine($0, to: 2) }
    ) throws(SystemError) {
        self.name = name
        self.isVerbose = isVerbose
        self.printLine = printLine
        file = if let path { try AppendingFile(path: path) } else { nil }
    }

    /// Whole lines that the function printed, each with its line feed.
    func write(_ lines: [UInt8]) {
        file?.append(lines)
        guard isVerbose else { return }
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            printLine(Array("[\(name)] ".utf8) + line)
        }
    }

    func start(_ requestID: String) {
        guard isRead else { return }
        write("START RequestId: \(requestID) Version: $LATEST\n")
    }

    func report(_ report: Report) {
        guard isRead else { return }
        write(report.text)
    }

    func timedOut(_ requestID: String, afterSeconds seconds: Int) {
        complain("request \(requestID): Task timed out after \(seconds).00 seconds")
    }

    /// Says what went wrong, on standard error too, with the last of what the function printed.
    func complain(_ text: String, output: String = "") {
        let message = output.isEmpty ? "\(name): \(text)" : "\(name): \(text); its last output:\n\(output)"
        file?.append(Array((message + "\n").utf8))
        printLine(Array(message.utf8))
    }

    private var isRead: Bool { file != nil || isVerbose }

    private func write(_ text: String) { write(Array(text.utf8)) }
}

/// What Lambda says about an invocation when it is over.
struct Report {
    let requestID: String
    let durationNanoseconds: UInt64
    let initNanoseconds: UInt64?
    let memoryMegabytes: Int
    let peakMegabytes: Int

    init(_ invocation: Invocation, _ record: FunctionPool.Record, at now: UInt64) {
        requestID = invocation.id
        durationNanoseconds = now - record.invokedAt
        initNanoseconds = record.initNanoseconds
        memoryMegabytes = record.sandbox.function.memoryMegabytes
        peakMegabytes = record.sandbox.peakMegabytes(at: now)
    }

    /// The END and REPORT lines.
    var text: String {
        let billed = (durationNanoseconds + 999_999) / 1_000_000
        var line = "END RequestId: \(requestID)\nREPORT RequestId: \(requestID)\t"
        line += "Duration: \(Self.milliseconds(durationNanoseconds)) ms\tBilled Duration: \(billed) ms\t"
        line += "Memory Size: \(memoryMegabytes) MB\tMax Memory Used: \(peakMegabytes) MB\t"
        if let initNanoseconds { line += "Init Duration: \(Self.milliseconds(initNanoseconds)) ms\t" }
        return line + "\n"
    }

    /// With two decimals.
    private static func milliseconds(_ nanoseconds: UInt64) -> String {
        let hundredths = nanoseconds / 10_000
        let decimals = hundredths % 100
        return "\(hundredths / 100).\(decimals < 10 ? "0" : "")\(decimals)"
    }
}
