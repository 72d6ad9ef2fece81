import Foundation
import Testing

@Suite("The fuzzer's corpora")
struct CorpusTests {
    /// The folder `fuzz`, which holds the corpora.
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    @Test("break no rule of their target", arguments: FuzzTarget.allCases)
    func corpora(target: FuzzTarget) throws {
        let corpus = Self.folder.appending(path: "corpora/\(target.rawValue)")
        let files = try FileManager.default.contentsOfDirectory(at: corpus, includingPropertiesForKeys: nil)
        try #require(!files.isEmpty)
        for file in files {
            let bytes = [UInt8](try Data(contentsOf: file))
            #expect(throws: Never.self, "\(file.path)") { try target.check(bytes) }
        }
    }

    @Test("are those of the targets, and are small")
    func folders() throws {
        let corpora = Self.folder.appending(path: "corpora")
        let names = try FileManager.default.contentsOfDirectory(atPath: corpora.path)
        #expect(names.sorted() == FuzzTarget.allCases.map(\.rawValue).sorted())
        var total = 0
        for case let file as String in FileManager.default.enumerator(atPath: corpora.path) ?? .init() {
            let attributes = try FileManager.default.attributesOfItem(atPath: corpora.appending(path: file).path)
            if attributes[.type] as? FileAttributeType == .typeRegular { total += attributes[.size] as? Int ?? 0 }
        }
        #expect(total < 1 << 20)
    }
}
