import Glibc
import POSIX
import Testing

@Suite("A file")
struct FileTests {
    /// A file with the contents, at a path that goes away with it.
    private final class Temporary {
        let path: String

        init(_ contents: [UInt8]) throws {
            path = "/tmp/posix-tests-\(SystemRandom.bytes(8).map(String.init).joined(separator: "-"))"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            #expect(descriptor >= 0)
            try FileDescriptor(owning: descriptor).write(contents)
        }

        deinit { unlink(path) }
    }

    @Test("is read whole up to its limit, and refused beyond", arguments: [0, 1, 4_095, 4_096, 4_097, 200_000])
    func limits(size: Int) throws {
        let contents = (0..<size).map { UInt8(truncatingIfNeeded: $0 % 253) }
        let file = try Temporary(contents)
        #expect(try File.contents(of: file.path, limit: size) == contents)
        #expect(try File.contents(of: file.path, limit: size + 100_000) == contents)
        guard size > 0 else { return }
        let error = #expect(throws: SystemError.self) { _ = try File.contents(of: file.path, limit: size - 1) }
        #expect(error?.code == EFBIG)
    }

    @Test("without a size beforehand is read to its end")
    func procfs() throws {
        let text = String(decoding: try File.contents(of: "/proc/self/status", limit: 1 << 20), as: UTF8.self)
        #expect(text.hasPrefix("Name:"))
        #expect(text.hasSuffix("\n"))
    }

    @Test("that is missing, or a directory, is an error")
    func missing() {
        let error = #expect(throws: SystemError.self) { _ = try File.contents(of: "/no/such/file", limit: 1) }
        #expect(error?.isNotFound == true)
        #expect(throws: SystemError.self) { _ = try File.contents(of: "/", limit: 1) }
        #expect(!File.exists("/no/such/file"))
        #expect(File.exists("/"))
    }
}

@Suite("A pipe")
struct PipeTests {
    @Test("delivers lines, and ends when its writer is dropped")
    func lines() throws {
        var pipe = try Pipe()
        if let writer = pipe.takeWriter() {
            StandardStream.writeLine(Array("one".utf8), to: writer.number)
            StandardStream.writeLine([], to: writer.number)
        }
        #expect(pipe.text() == "one\n\n")
    }

    @Test("whose reader is gone takes lines without a word")
    func readerGone() throws {
        let ignored = signal(SIGPIPE, SIG_IGN)
        defer { signal(SIGPIPE, ignored) }
        var pipe = try Pipe()
        _ = pipe.takeReader()
        let writer = pipe.writer?.number ?? -1
        StandardStream.writeLine([1], to: writer)
    }
}

extension Pipe {
    /// Everything up to the end.
    mutating func text() -> String {
        guard let reader = takeReader() else { return "" }
        var bytes: [UInt8] = []
        while let chunk = try? reader.read(upTo: 4_096), !chunk.isEmpty { bytes += chunk }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The next line, without its end.
    mutating func line() -> String {
        var bytes: [UInt8] = []
        while let number = reader?.number, let byte = FileDescriptor.byte(from: number), byte != UInt8(ascii: "\n") {
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension FileDescriptor {
    fileprivate static func byte(from number: Int32) -> UInt8? {
        var byte: UInt8 = 0
        return Glibc.read(number, &byte, 1) == 1 ? byte : nil
    }
}

@Suite("The system's random bytes")
struct SystemRandomTests {
    @Test("come in any number and do not repeat", arguments: [0, 1, 16, 255, 256, 257, 5_000])
    func count(count: Int) {
        let first = SystemRandom.bytes(count)
        #expect(first.count == count)
        if count >= 16 {
            #expect(first != SystemRandom.bytes(count))
            #expect(first.suffix(16) != ArraySlice(repeating: 0, count: 16))
        }
    }
}
