import Glibc

/// An open file descriptor that nobody else owns; closed when the value ends.
package struct FileDescriptor: ~Copyable, Sendable {
    /// The kernel's number; valid while this value lives.
    package let number: Int32

    /// Takes over an open descriptor.
    package init(owning number: Int32) {
        self.number = number
    }

    deinit { close(number) }

    /// The file's size in bytes; 0 when it has none, as a pipe.
    package var size: Int {
        var status = stat()
        return fstat(number, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Reads what is there, at most `count` bytes, waiting for the first; empty at the end of the file.
    package func read(upTo count: Int) throws(SystemError) -> [UInt8] {
        var failure: SystemError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while true {
                let received = Glibc.read(number, buffer.baseAddress, count)
                if received >= 0 {
                    filled = received
                    return
                }
                if errno != EINTR {
                    failure = .last("read")
                    return
                }
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes all the bytes.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        try Self.write(bytes, to: number)
    }

    /// Writes all the bytes with as few write(2) as the kernel allows.
    static func write(_ bytes: [UInt8], to number: Int32) throws(SystemError) {
        var failure: SystemError?
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let written = Glibc.write(number, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written >= 0 {
                    rest = rest.dropFirst(written)
                } else if errno != EINTR {
                    failure = .last("write")
                    return
                }
            }
        }
        if let failure { throw failure }
    }

    /// Sets FD_CLOEXEC, so that no child process inherits the descriptor.
    static func setCloseOnExec(_ number: Int32) {
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    }
}
