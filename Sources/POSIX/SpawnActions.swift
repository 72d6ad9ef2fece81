import Glibc

/// What posix_spawn(3) does in the child before the program starts.
struct SpawnActions: ~Copyable {
    private var actions = posix_spawn_file_actions_t()

    init() { posix_spawn_file_actions_init(&actions) }

    deinit {
        var actions = actions
        posix_spawn_file_actions_destroy(&actions)
    }

    mutating func openNullInput() {
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }

    mutating func duplicate(_ source: borrowing FileDescriptor, to target: Int32) {
        posix_spawn_file_actions_adddup2(&actions, source.number, target)
    }

    /// Closes every descriptor from this number on. All of this process are close-on-exec anyway, but accept(2) and
    /// pipe(2) can say so only in a second step, and a child started between the two would keep a connection open.
    mutating func closeAll(from first: Int32) {
        // Some more than there are now, for those that other threads are just opening.
        let last = max(first, Self.highestDescriptor + 64)
        for number in first...last { posix_spawn_file_actions_addclose(&actions, number) }
    }

    /// Runs the program with the arguments, its name first, and no signal blocked or ignored.
    mutating func spawn(
        _ path: String,
        _ arguments: [String],
        environment: [String],
        newGroup: Bool
    ) throws(SystemError) -> Int32 {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var blocked = SignalMask.makeSet([])
        var defaults = SignalMask.makeSet([SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGCHLD])
        posix_spawnattr_setsigmask(&attributes, &blocked)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (newGroup ? POSIX_SPAWN_SETPGROUP : 0)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let argumentVector = CStringVector(arguments)
        let environmentVector = CStringVector(environment)
        var processID: Int32 = 0
        let code = posix_spawn(
            &processID,
            path,
            &actions,
            &attributes,
            argumentVector.pointers,
            environmentVector.pointers
        )
        guard code == 0 else { throw SystemError(code: code, operation: "posix_spawn") }
        return processID
    }

    private static var highestDescriptor: Int32 {
        guard let directory = opendir("/proc/self/fd") else { return 1_024 }
        defer { closedir(directory) }
        var highest: Int32 = 2
        while let entry = readdir(directory) {
            let number = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { atoi($0) }
            }
            highest = max(highest, number)
        }
        return highest
    }
}

/// C strings in an array that ends with a null pointer, as argv and envp are.
private struct CStringVector: ~Copyable {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        pointers = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() { (pointers + index).initialize(to: strdup(string)) }
        (pointers + count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { free(pointers[index]) }
        pointers.deallocate()
    }
}
