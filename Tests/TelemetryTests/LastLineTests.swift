import Glibc
import POSIX
import Telemetry
import Testing

/// The line a function writes when it is ended with invocations in flight (`LineWriter.writeWithoutWaiting`).
@Suite("The last line before the process ends")
struct LastLineTests {
    @Test("is written where nothing is in its way")
    func written() throws {
        var pipe = try Pipe()
        guard let reader = pipe.takeReader(), let output = pipe.takeWriter() else { throw PipeIsGone() }
        LineWriter(descriptor: output.number).writeWithoutWaiting(Array("last".utf8))
        #expect(try reader.read(upTo: 100) == Array("last\n".utf8))
        _ = consume output
    }

    @Test("is dropped while another thread waits in the middle of a line")
    func taken() throws {
        var pipe = try Pipe()
        guard let reader = pipe.takeReader(), let output = pipe.takeWriter() else { throw PipeIsGone() }
        let writer = LineWriter(descriptor: output.number)
        // More than a pipe holds: when the first byte is here, the thread waits until the rest is taken.
        let line = [UInt8](repeating: 0x61, count: 2 << 20)
        try PlatformThread.start(name: "writer") { writer.write(line) }
        var bytes = try reader.read(upTo: 1)
        writer.writeWithoutWaiting([0x62])
        while bytes.count <= line.count { bytes += try reader.read(upTo: 65_536) }
        #expect(bytes == line + [0x0A])
        _ = consume output
    }

    @Test("is dropped where nobody takes what was written before")
    func full() throws {
        var pipe = try Pipe()
        guard let reader = pipe.takeReader(), let output = pipe.takeWriter() else { throw PipeIsGone() }
        _ = fcntl(output.number, F_SETFL, O_NONBLOCK)
        var held = 0
        while write(output.number, "x", 1) == 1 { held += 1 }
        #expect(errno == EAGAIN)
        _ = fcntl(output.number, F_SETFL, 0)
        let writer = LineWriter(descriptor: output.number)
        writer.writeWithoutWaiting([0x62])
        var bytes: [UInt8] = []
        while bytes.count < held { bytes += try reader.read(upTo: held) }
        writer.writeWithoutWaiting([0x63])
        bytes += try reader.read(upTo: 100)
        #expect(bytes == Array(repeating: UInt8(ascii: "x"), count: held) + [0x63, 0x0A])
        _ = consume output
    }
}

private struct PipeIsGone: Error {}
