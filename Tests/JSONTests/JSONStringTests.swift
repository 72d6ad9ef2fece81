import JSON
import Testing

@Suite("A JSON string")
struct JSONStringTests {
    static let escapes: [(String, String)] = [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\ud83d\ude00""#, "😀"),
        (#""\uD800\uDC00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}"), (#""a\u0000b""#, "a\u{0}b"),
        (#""\\u0041""#, "\\u0041"),
        (#""\u007f\u0080\u07ff\u0800\uffff""#, "\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}"),
        (#""\ud7ff\ue000""#, "\u{D7FF}\u{E000}"),
        (#""x\ny\nz""#, "x\ny\nz"), ("\"é€😀\\n\"", "é€😀\n"), (#""""#, ""), (#""\/""#, "/"), (#""\u2028""#, "\u{2028}"),
    ]

    @Test("is unescaped", arguments: escapes)
    func unescapes(json: String, text: String) throws {
        #expect(try Array(#require(parse(json).string).utf8) == utf8(text))
        var reader = JSONReader(utf8(json))
        #expect(try reader.readStringBytes() == utf8(text))
    }

    @Test("is right for every position and every distance of what ends a run")
    func alignment() throws {
        for lead in 0...40 {
            for length in 0...40 {
                let run = String(repeating: "x", count: length)
                let json = String(repeating: " ", count: lead) + "\"" + run + "\\n" + run + "é" + run + "\""
                let expected = run + "\n" + run + "é" + run
                #expect(try parse(json) == .string(expected))
                #expect(JSONValue.string(expected).serialized() == utf8(json.drop { $0 == " " }.description))
            }
        }
    }

    @Test("shows each byte below 0x20 to the parser wherever it stands in a word")
    func controlCharacters() {
        for byte in UInt8(0)..<0x20 {
            for index in 0..<48 {
                var bytes = [UInt8](repeating: 0x41, count: 48)
                bytes[index] = byte
                #expect(parseError([0x22] + bytes + [0x22]) == JSONError(.controlCharacter, at: index + 1))
            }
        }
    }

    static let malformed: [[UInt8]] = [
        // Continuation bytes alone, lead bytes alone.
        [0x80], [0xBF], [0xC3], [0xC3, 0x41], [0xE2, 0x82], [0xE2, 0x82, 0x41], [0xE2, 0x41, 0xAC], [0xF0, 0x9F, 0x98],
        [0xF0, 0x9F, 0x98, 0x41], [0xF0, 0x9F, 0x41, 0x80], [0xF0, 0x41, 0x98, 0x80], [0xC3, 0xC3], [0xE2, 0xE2, 0x82],
        // Overlong forms.
        [0xC0, 0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF],
        [0xF0, 0x80, 0x80, 0xAF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF8, 0x88, 0x80, 0x80, 0x80],
        [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80],
        // Surrogates, and beyond U+10FFFF.
        [0xED, 0xA0, 0x80], [0xED, 0xAF, 0xBF], [0xED, 0xB0, 0x80], [0xED, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
        [0xF5, 0x80, 0x80, 0x80], [0xF7, 0xBF, 0xBF, 0xBF], [0xFE], [0xFF], [0xFF, 0xFE],
    ]

    @Test("is refused when it is not UTF-8, in values, names and what is skipped", arguments: malformed)
    func refusesMalformed(bytes: [UInt8]) {
        #expect(parseError([0x22] + bytes + [0x22]) == JSONError(.invalidUTF8, at: 1))
        #expect(skipError([0x22] + bytes + [0x22]) == JSONError(.invalidUTF8, at: 1))
        #expect(parseError(utf8("{\"a") + bytes + utf8("\":1}")) == JSONError(.invalidUTF8, at: 3))
        let padded = utf8("[\"" + String(repeating: "y", count: 61)) + bytes + utf8("zzzzzzzzzzzzzzzzz\"]")
        #expect(parseError(padded) == JSONError(.invalidUTF8, at: 63))
    }

    @Test("accepts of all two-, three- and four-byte sequences exactly those the standard library does")
    func everySequence() {
        for lead in UInt8(0x80)...0xFF {
            for second in stride(from: 0x70, through: 0xD0, by: 1) {
                for tail in [[], [0x80], [0xBF], [0x80, 0x80], [0xBF, 0xBF], [0x80, 0x7A]] as [[UInt8]] {
                    let bytes = [lead, UInt8(second)] + tail
                    let isValid = String(validating: bytes, as: UTF8.self) != nil
                    #expect((parseError([0x22] + bytes + [0x22]) == nil) == isValid)
                }
            }
        }
    }
}
