import Glibc

extension ChildProcess {
    /// What to run, and with what.
    package struct Command: Sendable {
        /// Where an output of the child goes.
        package enum Output: Sendable {
            /// Where this process's own goes.
            case inherit
            /// Nowhere.
            case null
            /// To a descriptor of this process, which must stay open until the child is started.
            case descriptor(Int32)
        }

        /// A path, or a name to be found in PATH.
        package var executable: String
        /// The arguments after the program's name.
        package var arguments: [String]
        /// All variables of the child: nothing is inherited.
        package var environment: Environment
        /// Where the child starts; nil is this process's directory.
        package var workingDirectory: String?
        /// Where the child's standard output goes.
        package var standardOutput: Output
        /// Where the child's standard error goes.
        package var standardError: Output
        /// True gives the child a process group: signals of the terminal do not reach it, `signal` reaches what it starts,
        /// and nothing of it outlives this process.
        package var ownsProcessGroup: Bool

        package init(
            executable: String,
            arguments: [String] = [],
            environment: Environment,
            workingDirectory: String? = nil,
            standardOutput: Output = .inherit,
            standardError: Output = .inherit,
            ownsProcessGroup: Bool = true
        ) {
            self.executable = executable
            self.arguments = arguments
            self.environment = environment
            self.workingDirectory = workingDirectory
            self.standardOutput = standardOutput
            self.standardError = standardError
            self.ownsProcessGroup = ownsProcessGroup
        }
    }
}

extension ChildProcess.Command {
    /// Reads the lifeline (descriptor 3) beside the program and kills the group when it closes. The signals that ask the
    /// group to end leave this part alone, since it has to outlast the program.
    private static let guardScript = """
        { trap '' HUP INT TERM; read -r _ <&3; kill -s KILL -- -$$; } >/dev/null 2>&1 &
        exec 3<&-
        """

    /// Starts the program and returns its process number.
    func spawn(lifeline: borrowing FileDescriptor) throws(SystemError) -> Int32 {
        if executable.contains("/"), access(executable, X_OK) != 0 { throw .last("spawn") }
        var actions = SpawnActions()
        let output = try descriptor(for: standardOutput, inherited: 1)
        let error = try descriptor(for: standardError, inherited: 2)
        let guardInput = try Self.duplicate(lifeline.number)
        actions.openNullInput()
        actions.duplicate(output, to: 1)
        actions.duplicate(error, to: 2)
        if ownsProcessGroup { actions.duplicate(guardInput, to: 3) }
        actions.closeAll(from: ownsProcessGroup ? 4 : 3)
        return try actions.spawn(
            "/bin/sh",
            ["sh", "-c", script, "sh"] + [workingDirectory].compactMap(\.self) + [executable] + arguments,
            environment: environment.all.map { "\($0.key)=\($0.value)" },
            newGroup: ownsProcessGroup
        )
    }

    private var script: String {
        var lines: [String] = []
        if workingDirectory != nil { lines.append(#"cd -- "$1" || exit 127; shift"#) }
        if ownsProcessGroup { lines.append(Self.guardScript) }
        lines.append(#"exec "$@""#)
        return lines.joined(separator: "\n")
    }

    private func descriptor(for output: Output, inherited: Int32) throws(SystemError) -> FileDescriptor {
        switch output {
        case .inherit: return try Self.duplicate(inherited)
        case .descriptor(let number): return try Self.duplicate(number)
        case .null:
            let number = open("/dev/null", O_WRONLY | O_CLOEXEC)
            guard number >= 0 else { throw .last("open") }
            return FileDescriptor(owning: number)
        }
    }

    /// A copy with a number that none of the child's three or four can be mistaken for.
    private static func duplicate(_ number: Int32) throws(SystemError) -> FileDescriptor {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 16)
        guard copy >= 0 else { throw .last("fcntl") }
        return FileDescriptor(owning: copy)
    }
}
