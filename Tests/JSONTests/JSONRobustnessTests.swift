import JSON
import Testing

@Suite("A JSON parser under hostile input")
struct JSONRobustnessTests {
    static let rich = utf8(
        #"""
         {"model":"big","messages":[{"role":"system","content":"Größe \"€\" 😀 \ud83d\ude00 \u0041\n"},
        {"role":"user","content":[{"type":"text","text":"a\/b"},{"n":-12.50e+3,"z":0,"t":true,"f":false,"x":null}]}],
        "empty":{"a":{},"b":[],"c":""},"temperature":0.7,"max_tokens":1E3,"nested":[[[[{"deep":[1,[2,[3]]]}]]]],
        "long":"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ","tail":[1,2,3]}
        """#
    )

    @Test("every truncation of a rich document is an error")
    func truncation() {
        #expect(parseError(Self.rich) == nil)
        for length in 0..<Self.rich.count {
            let cut = Array(Self.rich.prefix(length))
            #expect(parseError(cut)?.kind == .unexpectedEnd)
            #expect(skipError(cut)?.kind == .unexpectedEnd)
            #expect(throws: JSONError.self) { try walkResult(cut).get() }
            var inside = JSONReader(Self.rich, range: 0..<length)
            #expect(throws: JSONError.self) { try inside.skipValue() }
        }
    }

    @Test("every mutation is refused or understood, by all three ways of reading alike", arguments: UInt64(1)...8)
    func mutation(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let interesting = utf8("{}[]\",:\\u/0123456789eE+-.tfn \n\u{1}") + [0x80, 0xC3, 0xED, 0xF4, 0xFF]
        var understood = 0
        for _ in 0..<1_000 {
            var bytes = Self.rich
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                mutate(&bytes, with: interesting, using: &generator)
            }
            let walked = walkResult(bytes)
            let skipped = skipError(bytes)
            if let error = parseError(bytes) {
                #expect(throws: JSONError.self) { try walked.get() }
                #expect(skipped == nil ? error.kind == .duplicateKey : true)
                #expect(!error.description.isEmpty)
                continue
            }
            understood += 1
            let value = try JSONValue(parsing: bytes)
            #expect(skipped == nil)
            #expect(try walked.get() == value)
            #expect(try JSONValue(parsing: value.serialized()) == value)
            #expect(try JSONValue(parsing: value.serialized(indent: 1)) == value)
        }
        #expect(understood > 50)
    }

    private func mutate(_ bytes: inout [UInt8], with interesting: [UInt8], using generator: inout SeededGenerator) {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        let byte = interesting.randomElement(using: &generator) ?? 0
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[index] = byte
        case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 2: bytes.insert(byte, at: index)
        case 3: bytes.remove(at: index)
        default: bytes.swapAt(index, Int.random(in: 0..<bytes.count, using: &generator))
        }
    }
}
