import JSON
import Testing

@Suite("A JSON string written by blocks is the string written byte by byte")
struct JSONEscapingTests {
    /// What must be escaped, one of each way of escaping.
    private static let specials: [UInt8] = [0x22, 0x5C, 0x0A, 0x01]
    /// Longer than what is written by whole blocks, several times.
    private static let maxLength = 260

    @Test("with each special at every place of a block, at every length", arguments: specials)
    func everyPlace(special: UInt8) {
        for place in 0..<200 {
            let wrong = (place + 1...Self.maxLength).filter { length in
                var content = Self.plain(length)
                content[place] = special
                return written(content) != escaped(content)
            }
            #expect(wrong == [], "lengths with the special at \(place)")
        }
    }

    @Test("with nothing but specials")
    func everywhere() {
        for special in Self.specials {
            let wrong = (0...Self.maxLength).filter { length in
                let content = [UInt8](repeating: special, count: length)
                return written(content) != escaped(content)
            }
            #expect(wrong == [], "lengths of \(special) repeated")
        }
        let all = (0...Self.maxLength).map { Self.specials[$0 % Self.specials.count] }
        #expect(written(all) == escaped(all))
    }

    @Test("with specials, runs and characters outside ASCII as chance strings them together", arguments: UInt64(1)...4)
    func random(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<1_000 {
            var content: [UInt8] = []
            let longestRun = Int.random(in: 1...90, using: &generator)
            for _ in 0..<Int.random(in: 0...20, using: &generator) {
                content += Self.plain(Int.random(in: 0..<longestRun, using: &generator))
                content += Bool.random(using: &generator) ? utf8("é😀") : []
                content.append(UInt8.random(in: 0..<0x80, using: &generator))
            }
            #expect(written(content) == escaped(content))
        }
    }

    /// Bytes that need no escaping, no two neighbours alike, so that a byte at the wrong place is seen.
    private static func plain(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(0x23 + $0 % 0x39) }
    }

    private func written(_ content: [UInt8]) -> [UInt8] {
        var writer = JSONWriter()
        writer.string(utf8: content)
        return writer.bytes
    }

    /// The string between quotes, escaped the plainest way.
    private func escaped(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x22]
        for byte in content {
            switch byte {
            case 0x08: bytes += utf8(#"\b"#)
            case 0x09: bytes += utf8(#"\t"#)
            case 0x0A: bytes += utf8(#"\n"#)
            case 0x0C: bytes += utf8(#"\f"#)
            case 0x0D: bytes += utf8(#"\r"#)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes += utf8(#"\u"# + String(repeating: "0", count: 4 - digits.count) + digits)
            case 0x22, 0x5C: bytes += [0x5C, byte]
            default: bytes.append(byte)
            }
        }
        return bytes + [0x22]
    }
}
