import POSIX
import Synchronization

/// Writes lines to a stream of the process, one after the other whatever thread they come from.
///
/// A line is one write(2), which the kernel keeps whole up to PIPE_BUF (4,096 bytes); a longer one gives way to other
/// threads' when the pipe is full, so lines take turns here.
package final class LineWriter: Sendable {
    /// Where a function's log goes.
    package static let standardOutput = LineWriter(descriptor: 1)

    private let descriptor: Int32
    private let turn = Mutex(())

    /// - Parameter descriptor: stays the caller's, open for as long as lines are written.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes the line and a line feed. A stream that is gone is ignored: there is nowhere to say so.
    package func write(_ line: [UInt8]) {
        turn.withLock { _ in StandardStream.writeLine(line, to: descriptor) }
    }

    /// The same for a short line (PIPE_BUF), unless it would have to wait: for another thread's turn, or for a reader who
    /// takes nothing. Then the line is dropped.
    package func writeWithoutWaiting(_ line: [UInt8]) {
        _ = turn.withLockIfAvailable { _ in
            if StandardStream.hasRoom(descriptor) { StandardStream.writeLine(line, to: descriptor) }
        }
    }
}
