import Glibc
import POSIX
import Testing

@testable import Infrastructure

@Suite("A directory of templates")
struct TemplateDirectoryTests {
    private let files = [
        TemplateDirectory.File(name: "a.json", bytes: Array("{}\n".utf8)),
        TemplateDirectory.File(name: "b.json", bytes: Array("[]\n".utf8)),
    ]

    /// Runs `body` with a directory of its own, which is gone afterwards.
    private func withTemporaryDirectory(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/templates-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } != nil }
        try #require(made)
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { remove(path) }
        try body(path)
    }

    private func remove(_ path: String) {
        for name in ["x/y/a.json", "x/y/b.json", "a.json", "b.json", "x/y", "x", ""] {
            _ = Glibc.remove("\(path)/\(name)")
        }
    }

    @Test("is made where it is missing, with those above it, and then holds what was written")
    func writing() throws {
        try withTemporaryDirectory { path in
            let directory = TemplateDirectory(path: "\(path)/x/y")
            #expect(try directory.differing(from: files) == ["a.json", "b.json"])
            try directory.write(files)
            #expect(try directory.differing(from: files) == [])
            #expect(try POSIX.File.contents(of: "\(path)/x/y/a.json", limit: 100) == files[0].bytes)
            try directory.write(files)
            #expect(!POSIX.File.exists("\(path)/x/y/a.json.new"))
        }
    }

    @Test("tells which files are not what they should be")
    func differing() throws {
        try withTemporaryDirectory { path in
            let directory = TemplateDirectory(path: path)
            try directory.write(files)
            let changed = [files[0], TemplateDirectory.File(name: "b.json", bytes: Array("[1]\n".utf8))]
            #expect(try directory.differing(from: changed) == ["b.json"])
        }
    }

    @Test("fails where a file is in its way")
    func obstructed() throws {
        try withTemporaryDirectory { path in
            try TemplateDirectory(path: path).write(files)
            #expect(throws: SystemError.self) { try TemplateDirectory(path: "\(path)/a.json").write(files) }
            #expect(throws: SystemError.self) { try TemplateDirectory(path: "\(path)/a.json/z").write(files) }
        }
    }
}
