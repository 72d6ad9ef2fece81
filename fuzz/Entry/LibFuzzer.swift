import Glibc

/// What is fuzzed: the program's name is the target's.
nonisolated(unsafe) private var target: FuzzTarget?

/// Called by libFuzzer once, before anything else.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>>>
) -> CInt {
    let path = String(cString: arguments.pointee[0])
    target = FuzzTarget(rawValue: String(path.split(separator: "/").last ?? ""))
    guard target != nil else {
        say("\(path) is named after no target")
        exit(2)
    }
    return 0
}

/// Called by libFuzzer with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try target?.check(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        // libFuzzer keeps the input of a process that aborts.
        say("broken rule: \(error)")
        abort()
    }
    return 0
}

private func say(_ text: String) {
    let line = "fuzz: \(text)\n"
    _ = write(STDERR_FILENO, line, line.utf8.count)
}
