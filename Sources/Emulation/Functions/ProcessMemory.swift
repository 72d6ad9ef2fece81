import POSIX

/// What the kernel says about a process's memory.
enum ProcessMemory {
    /// The largest resident set so far (VmHWM of proc_pid_status(5)), in MB; nil when the process is gone.
    static func peakMegabytes(of processID: Int32) -> Int? {
        let status: [UInt8]
        do throws(SystemError) {
            status = try File.contents(of: "/proc/\(processID)/status", limit: 16 << 10)
        } catch {
            return nil
        }
        for line in String(decoding: status, as: UTF8.self).split(separator: "\n") where line.hasPrefix("VmHWM:") {
            return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }
                .map { $0 / 1_024 }
        }
        return nil
    }
}
