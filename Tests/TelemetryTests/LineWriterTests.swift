import POSIX
import Telemetry
import TestSupport
import Testing

@Suite("The line writer")
struct LineWriterTests {
    @Test("keeps lines whole that are longer than the pipe has room for, whatever thread they come from")
    func whole() throws {
        let length = 300_000
        let (threads, lines) = (4, 5)
        var pipe = try Pipe()
        guard let reader = pipe.takeReader(), let output = pipe.takeWriter() else { throw PipeIsGone() }
        let writer = LineWriter(descriptor: output.number)
        for index in 0..<threads {
            try PlatformThread.start(name: "writer-\(index)") {
                let line = Array(repeating: UInt8(ascii: "a") + UInt8(index), count: length)
                for _ in 0..<lines { writer.write(line) }
            }
        }
        var bytes: [UInt8] = []
        while bytes.count < threads * lines * (length + 1) { bytes += try reader.read(upTo: 65_536) }
        let read = bytes.split(separator: UInt8(ascii: "\n"))
        #expect(read.count == threads * lines)
        let isWhole = read.allSatisfy { line in line.count == length && line.allSatisfy { $0 == line.first } }
        #expect(isWhole)
        // Open until here: the threads knew its number only.
        _ = consume output
    }
}

private struct PipeIsGone: Error {}
