import Glibc

/// Lines for the log that whoever runs the process collects.
package enum StandardStream {
    /// Writes the bytes and a line feed with one write(2), so that lines of several threads never mix and none waits
    /// in a buffer while a Lambda sandbox is frozen. A stream that is gone is ignored: there is nowhere to say so.
    package static func writeLine(_ bytes: [UInt8], to fd: Int32 = 1) {
        var line = bytes
        line.append(UInt8(ascii: "\n"))
        do throws(SystemError) {
            try FileDescriptor.write(line, to: fd)
        } catch {
            return
        }
    }
}
