import Glibc

/// Lines for the log that whoever runs the process collects.
package enum StandardStream {
    /// Writes the bytes and a line feed, from one buffer: none of it waits in the process while a Lambda sandbox is frozen.
    /// The kernel keeps such a write(2) whole up to PIPE_BUF (4,096 bytes); a longer one can mix with other threads' lines
    /// where a pipe is full. A stream that is gone is ignored: there is nowhere to say so.
    package static func writeLine(_ bytes: [UInt8], to fd: Int32 = 1) {
        var line = bytes
        line.append(UInt8(ascii: "\n"))
        do throws(SystemError) {
            try FileDescriptor.write(line, to: fd)
        } catch {
            return
        }
    }

    /// Whether a line of up to PIPE_BUF bytes, its line feed included, can be written now without waiting for a reader.
    /// False for a stream that is gone, too.
    package static func hasRoom(_ fd: Int32) -> Bool {
        var state = pollfd(fd: fd, events: Int16(POLLOUT), revents: 0)
        return poll(&state, 1, 0) == 1 && state.revents == Int16(POLLOUT)
    }
}
