import Testing

@testable import JSON

/// What reading a document that begins with a string gave: its content and the offset behind it, or the fault.
private enum Outcome: Equatable {
    case string([UInt8], end: Int)
    case fault(JSONError)
}

@Suite("A JSON string read by blocks is the string read byte by byte")
struct JSONStringReferenceTests {
    /// What may stand in a string, and what may not.
    private static let pieces: [[UInt8]] = [
        utf8("x"), utf8("The quick brown fox "), utf8(#"\n"#), utf8(#"\""#), utf8(#"\\"#), utf8(#"\/"#), utf8(#"\t"#),
        utf8(#"\b\f\r"#), utf8(#"\\\""#), utf8(#"\u0041"#), utf8(#"\u00e9"#), utf8(#"\u20AC"#), utf8(#"\ud83d\ude00"#),
        utf8("é"), utf8("€"), utf8("😀"), utf8("日本語のテキスト"), utf8("퟿"), utf8("\u{800}\u{10000}\u{10FFFF}"), [0x7F],
    ]
    private static let faults: [[UInt8]] = [
        utf8("\""), [0x00], [0x1F], utf8(#"\x"#), utf8(#"\u12G4"#), utf8(#"\ud83d"#), utf8(#"\ude00"#),
        utf8(#"\ud83d\n"#), utf8(#"\ud83dA"#), [0x80], [0xBF], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xE0, 0x9F, 0x80],
        [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
    ]

    @Test("with each piece and each fault at every place of a block")
    func everyPlace() throws {
        for piece in Self.pieces + Self.faults {
            for place in 0..<132 {
                let rest = [UInt8](repeating: 0x79, count: 150)
                try expectAgreement([0x22] + [UInt8](repeating: 0x78, count: place) + piece + rest + [0x22])
                try expectAgreement([0x22] + [UInt8](repeating: 0x78, count: place) + piece + [0x22])
            }
        }
    }

    @Test("with rows of backslashes of every length at every place of a block")
    func rows() throws {
        for length in 0..<140 {
            for place in [0, 1, 15, 16, 17, 47, 48, 61, 62, 63, 64, 65] {
                let row = [UInt8](repeating: 0x78, count: place) + [UInt8](repeating: 0x5C, count: length)
                for rest in [
                    utf8("\""), utf8("n\""), utf8("\"y\""), utf8("u0041\"") + Array(repeating: 0x20, count: 80),
                ] {
                    try expectAgreement([0x22] + row + rest)
                }
            }
        }
    }

    @Test("with pieces and faults as chance strings them together", arguments: UInt64(1)...8)
    func random(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            var bytes: [UInt8] = [0x22]
            // One kind of text after the other: all pieces alike would never leave a block in peace.
            let favourites = (0..<3).compactMap { _ in Self.pieces.randomElement(using: &generator) }
            for _ in 0..<Int.random(in: 0...80, using: &generator) {
                let isFault = Int.random(in: 0..<150, using: &generator) == 0
                bytes += (isFault ? Self.faults : favourites).randomElement(using: &generator) ?? []
            }
            try expectAgreement(bytes + [0x22] + utf8(#" , "next": 1 }"#))
        }
    }

    @Test("and cut off anywhere")
    func cut() throws {
        let text: [UInt8] = [0x22] + Self.pieces.flatMap { $0 } + Self.pieces.reversed().flatMap { $0 } + [0x22]
        for count in 1...text.count { try expectAgreement(Array(text[..<count])) }
    }

    @Test("and what lies behind its closing quote says nothing of it")
    func behind() throws {
        for start in ["", "é", #"\n"#, #"é\n"#] {
            for place in 0..<132 {
                let text = start + String(repeating: "x", count: place)
                for next in [#"\n"#, "é", #"é\\"#] {
                    let bytes = try GuardedBytes(utf8("\"" + text + "\"," + next + String(repeating: "y", count: 66)))
                    var scanner = JSONScanner(bytes.raw, position: 0, end: bytes.raw.count, limits: .default)
                    let span = try scanner.scanString()
                    #expect(span.hasEscapes == text.contains("\\"))
                    #expect(span.isASCII == text.allSatisfy(\.isASCII))
                }
            }
        }
    }

    @Test("and judged as UTF-8 as the standard library judges it", arguments: UInt64(1)...4)
    func utf8Alone(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...60, using: &generator) {
                let isFault = Int.random(in: 0..<60, using: &generator) == 0
                bytes += (isFault ? Self.faults : Self.pieces).randomElement(using: &generator) ?? []
            }
            let guarded = try GuardedBytes(bytes)
            #expect(JSONScanner.isUTF8(guarded.raw) == (String(validating: bytes, as: UTF8.self) != nil))
        }
    }

    /// All ways to read the string that the document begins with, and the reference.
    private func expectAgreement(_ document: [UInt8], _ location: SourceLocation = #_sourceLocation) throws {
        let expected: Outcome
        do throws(JSONError) {
            let reference = try ReferenceString(document, at: 0)
            expected = .string(reference.content, end: reference.end)
        } catch {
            expected = .fault(error)
        }
        let guarded = try GuardedBytes(document)
        let asBytes = try outcome(guarded.raw) { scanner, span in scanner.makeBytes(span) }
        let asString = try outcome(guarded.raw) { scanner, span in Array(scanner.makeString(span).utf8) }
        // The room that unescaping asks for, and not a byte more.
        let unescaped = try outcome(guarded.raw) { (scanner, span) throws(OutOfMemory) in
            let output = try GuardedBytes(count: span.end - span.start)
            return Array(output.raw.prefix(scanner.unescape(span, into: output.room)))
        }
        #expect(asBytes == expected, sourceLocation: location)
        #expect(asString == expected, sourceLocation: location)
        #expect(unescaped == expected, sourceLocation: location)
        var reader = JSONReader(document)
        let read: Outcome
        do throws(JSONError) {
            read = .string(try reader.readStringBytes(), end: reader.position)
        } catch {
            read = .fault(error)
        }
        #expect(read == expected, sourceLocation: location)
    }

    private func outcome(
        _ raw: UnsafeRawBufferPointer,
        _ make: (JSONScanner, JSONStringSpan) throws(OutOfMemory) -> [UInt8]
    ) throws(OutOfMemory) -> Outcome {
        var scanner = JSONScanner(raw, position: 0, end: raw.count, limits: .default)
        let span: JSONStringSpan
        do throws(JSONError) {
            span = try scanner.scanString()
        } catch {
            return .fault(error)
        }
        return .string(try make(scanner, span), end: scanner.position)
    }
}

@Suite("A run of bytes")
struct ByteRunTests {
    @Test("ends at the first byte that needs attention, wherever it stands, and never behind the buffer's end")
    func ends() throws {
        for byte in [0x00, 0x1F, 0x22, 0x5C, 0x80, 0xFF] as [UInt8] {
            for count in 0..<70 {
                let plain = try GuardedBytes([UInt8](repeating: 0x7F, count: count))
                #expect(ByteRun.endOfPlain(plain.raw, from: 0, to: count) == count)
                #expect(ByteRun.endOfUnescaped(plain.raw, from: 0, to: count) == count)
                for place in 0..<count {
                    var bytes = [UInt8](repeating: 0x20, count: count)
                    bytes[place] = byte
                    let guarded = try GuardedBytes(bytes)
                    #expect(ByteRun.endOfPlain(guarded.raw, from: 0, to: count) == place)
                    #expect(ByteRun.endOfPlain(guarded.raw, from: place, to: count) == place)
                    #expect(ByteRun.endOfUnescaped(guarded.raw, from: 0, to: count) == (byte < 0x80 ? place : count))
                }
            }
        }
    }
}
