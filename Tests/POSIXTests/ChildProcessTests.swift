import Glibc
import TestSupport
import Testing

@testable import POSIX

@Suite("A child process")
struct ChildProcessTests {
    /// Runs a shell script to its end; its status and what it wrote to both streams.
    private func run(
        _ script: String,
        _ arguments: [String] = [],
        environment: Environment = [:],
        directory: String? = nil,
        ownsProcessGroup: Bool = true
    ) throws -> (ChildProcess.ExitStatus?, String) {
        var pipe = try Pipe()
        let status: ChildProcess.ExitStatus?
        do {
            let child = try Self.start(
                script,
                arguments,
                environment: environment,
                directory: directory,
                ownsProcessGroup: ownsProcessGroup,
                to: pipe.writer?.number ?? -1
            )
            status = child.wait(until: soon())
        }
        _ = pipe.takeWriter()
        return (status, pipe.text())
    }

    private static func start(
        _ script: String,
        _ arguments: [String] = [],
        environment: Environment = [:],
        directory: String? = nil,
        ownsProcessGroup: Bool = true,
        to output: Int32
    ) throws -> ChildProcess {
        try ChildProcess(
            ChildProcess.Command(
                executable: "sh",
                arguments: ["-c", script, "name"] + arguments,
                environment: environment,
                workingDirectory: directory,
                standardOutput: .descriptor(output),
                standardError: .descriptor(output),
                ownsProcessGroup: ownsProcessGroup
            )
        )
    }

    @Test("gets its arguments as they are, and only the environment it is given", arguments: [true, false])
    func arguments(ownsProcessGroup: Bool) throws {
        let (status, output) = try run(
            #"printf '%s|' "$@"; printf '%s,%s' "$A" "$HOME"; echo error >&2"#,
            ["a b", "", "$x'\"*"],
            environment: ["A": "x=1 y", "PATH": "/usr/bin:/bin"],
            ownsProcessGroup: ownsProcessGroup
        )
        #expect(status == .exited(0))
        #expect(output == "a b||$x'\"*|x=1 y,error\n")
    }

    @Test("says how it ended")
    func status() throws {
        #expect(try run("exit 7").0 == .exited(7))
        #expect(try run("kill -TERM $$").0 == .signalled(SIGTERM))
    }

    @Test("starts in the directory it is told", arguments: ["/", "/usr"])
    func directory(path: String) throws {
        #expect(try run("pwd", directory: path) == (.exited(0), path + "\n"))
    }

    @Test("that does not exist is an error, at once for a path and by its status for a name")
    func missing() throws {
        #expect(throws: SystemError.self) {
            _ = try ChildProcess(ChildProcess.Command(executable: "/no/such/program", environment: [:]))
        }
        let child = try ChildProcess(
            ChildProcess.Command(
                executable: "no-such-program",
                environment: [:],
                standardOutput: .null,
                standardError: .null
            )
        )
        #expect(child.wait(until: soon()) == .exited(127))
    }

    @Test("has no descriptor but the standard ones, and no signal blocked", arguments: [true, false])
    func clean(ownsProcessGroup: Bool) throws {
        // 9 has no close-on-exec flag, as a descriptor that another thread is just opening.
        let open = dup2(1, 77)
        defer { close(open) }
        let script =
            "cd /proc/self/fd && for fd in [0-9]*; do [ -e $fd ] && printf '%s ' $fd; done; grep SigBlk /proc/self/status"
        let result = try Joinable { () -> String? in
            SignalMask.block([SIGTERM, SIGINT])
            return try? run(script, environment: .current(), ownsProcessGroup: ownsProcessGroup).1
        }.join()
        let output = try #require(result ?? nil)
        #expect(output == "0 1 2 SigBlk:\t0000000000000000\n")
    }

    @Test("ends with its group on a signal")
    func signal() throws {
        var pipe = try Pipe()
        let child = try Self.start("sleep 600 & echo started; wait", to: pipe.writer?.number ?? -1)
        _ = pipe.takeWriter()
        #expect(pipe.line() == "started")
        #expect(child.wait(until: MonotonicClock.nanoseconds()) == nil)
        child.signal(SIGTERM)
        #expect(child.wait(until: soon()) == .signalled(SIGTERM))
        // The sleeping grandchild held the pipe open; its end is the end of the text.
        #expect(pipe.text() == "")
    }

    @Test("that ignores SIGTERM is ended after the grace")
    func terminate() throws {
        var pipe = try Pipe()
        let child = try Self.start(
            "trap '' TERM; echo started; while :; do sleep 600; done",
            to: pipe.writer?.number ?? -1
        )
        _ = pipe.takeWriter()
        #expect(pipe.line() == "started")
        #expect(child.terminate(graceMilliseconds: 20) == .signalled(SIGKILL))
        #expect(child.terminate(graceMilliseconds: 20) == .signalled(SIGKILL))
    }

    @Test("takes with it what it leaves behind in its group")
    func leftovers() throws {
        var pipe = try Pipe()
        let child = try Self.start("trap '' TERM; sleep 600 & exit 0", to: pipe.writer?.number ?? -1)
        _ = pipe.takeWriter()
        #expect(child.wait(until: soon()) == .exited(0))
        #expect(pipe.text() == "")
    }

    @Test("does not outlive the process that started it, even one that is killed")
    func orphan() throws {
        // What the kernel does at a process's end is close its descriptors, so dropping the lifeline is the same event.
        var output = try Pipe()
        var lifeline = try Pipe()
        let command = ChildProcess.Command(
            executable: "sh",
            arguments: ["-c", "trap '' TERM HUP INT; echo started; while :; do sleep 600; done"],
            environment: .current(),
            standardOutput: .descriptor(output.writer?.number ?? -1)
        )
        guard let lifelineReader = lifeline.takeReader() else { return }
        let processID = try command.spawn(lifeline: lifelineReader)
        _ = output.takeWriter()
        #expect(output.line() == "started")
        _ = lifeline.takeWriter()
        #expect(output.text() == "")
        var status: Int32 = 0
        #expect(waitpid(processID, &status, 0) == processID)
        #expect(status & 0x7f == SIGKILL)
    }
}

@Suite("Signals")
struct SignalTests {
    @Test("that are blocked wait until they are asked for")
    func waits() throws {
        let received = try Joinable { () -> Int32 in
            SignalMask.block([SIGUSR1, SIGUSR2])
            pthread_kill(pthread_self(), SIGUSR2)
            return SignalMask.waitForSignals([SIGUSR1, SIGUSR2])
        }.join()
        #expect(received == SIGUSR2)
    }
}
