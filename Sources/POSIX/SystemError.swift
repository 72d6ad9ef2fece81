import Glibc

/// A system call that failed, with the `errno` it left.
package struct SystemError: Error, Equatable, CustomStringConvertible {
    /// The value of `errno`, or of the function's result where it returns the code itself.
    package let code: Int32
    /// The call's name, such as "connect".
    package let operation: String

    package init(code: Int32, operation: String) {
        self.code = code
        self.operation = operation
    }

    /// The error `errno` holds now.
    static func last(_ operation: String) -> SystemError { SystemError(code: errno, operation: operation) }

    /// The call and the system's own words for the code: "connect: Connection refused".
    package var description: String {
        let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let base = buffer.baseAddress, strerror_r(code, base, buffer.count) == 0 else {
                return "error \(code)"
            }
            return String(cString: base)
        }
        return "\(operation): \(text)"
    }
}

extension SystemError {
    /// True when a receive or send timeout of a socket has passed, or a non-blocking call would have waited.
    package var isTimeout: Bool { code == EAGAIN || code == ETIMEDOUT }
    /// True when a file or directory is not there.
    package var isNotFound: Bool { code == ENOENT }
    /// True when nothing listens at the address.
    package var isConnectionRefused: Bool { code == ECONNREFUSED }
}
