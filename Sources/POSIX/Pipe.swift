import Glibc

/// A pipe; both ends are close-on-exec. An end is closed when it is taken and dropped, or with the pipe.
package struct Pipe: ~Copyable, Sendable {
    /// The end that reads; nil once taken.
    package var reader: FileDescriptor?
    /// The end that writes; nil once taken.
    package var writer: FileDescriptor?

    /// Opens a pipe. Fails when the process has no descriptors left.
    package init() throws(SystemError) {
        let ends = try Self.open()
        reader = FileDescriptor(owning: ends.reader)
        writer = FileDescriptor(owning: ends.writer)
    }

    /// The two numbers of a new pipe.
    static func open() throws(SystemError) -> (reader: Int32, writer: Int32) {
        var ends: (reader: Int32, writer: Int32) = (-1, -1)
        let result = withUnsafeMutableBytes(of: &ends) { pipe($0.baseAddress?.assumingMemoryBound(to: Int32.self)) }
        guard result == 0 else { throw .last("pipe") }
        FileDescriptor.setCloseOnExec(ends.reader)
        FileDescriptor.setCloseOnExec(ends.writer)
        return ends
    }

    /// Hands the reading end over.
    package mutating func takeReader() -> FileDescriptor? { reader.take() }

    /// Hands the writing end over; dropping it tells the reader that nothing more comes.
    package mutating func takeWriter() -> FileDescriptor? { writer.take() }
}
