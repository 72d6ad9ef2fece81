import JSON
import Testing

@Suite("A JSON reader's limits")
struct JSONLimitsTests {
    static func nested(_ depth: Int, _ opening: String, _ closing: String) -> [UInt8] {
        utf8(String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth))
    }

    @Test(
        "allow so much nesting and no more",
        arguments: [0, 1, 2, 63, 64, 65, 127, 128, 129, 511, JSONLimits.deepest]
    )
    func depth(limit: Int) {
        let limits = JSONLimits(maxDepth: limit)
        for (opening, closing) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":[", "]}]")] {
            let levels = limit / (opening.count == 7 ? 3 : 1)
            let fits = Self.nested(levels, opening, closing)
            #expect(parseError(fits, limits: limits) == nil)
            #expect(skipError(fits, limits: limits) == nil)
            #expect(throws: Never.self) { try walkResult(fits, limits: limits).get() }
            let deeper = Self.nested(levels + 1, opening, closing)
            #expect(parseError(deeper, limits: limits)?.kind == .tooDeep(limit: limit))
            #expect(skipError(deeper, limits: limits)?.kind == .tooDeep(limit: limit))
            #expect(throws: JSONError.self) { try walkResult(deeper, limits: limits).get() }
        }
        #expect(
            parseError(Self.nested(limit + 1, "[", "]"), limits: limits) == JSONError(.tooDeep(limit: limit), at: limit)
        )
    }

    @Test("count the containers around a value that is skipped or read", arguments: [("[", "]"), ("{\"a\":", "}")])
    func depthInside(opening: String, closing: String) throws {
        let inner = String(decoding: Self.nested(5, opening, closing), as: UTF8.self)
        let bytes = Self.nested(5, "[", "]").flatMap { $0 == 0x31 ? utf8(inner) : [$0] }
        for (limit, fits) in [(9, false), (10, true)] {
            var skipping = JSONReader(bytes, limits: JSONLimits(maxDepth: limit))
            for _ in 0..<5 {
                try skipping.beginArray()
                _ = try skipping.nextElement()
            }
            var reading = skipping
            #expect(((try? skipping.skipValue()) != nil) == fits)
            #expect(((try? reading.readValue()) != nil) == fits)
        }
    }

    @Test("let a value be parsed, compared, written and released on a small stack")
    func smallStack() {
        withSmallStack {
            let limits = JSONLimits(maxDepth: .max)
            for (opening, closing) in [("[", "]"), ("{\"a\":", "}")] {
                let bytes = Self.nested(JSONLimits.deepest, opening, closing)
                let (first, second) = (walkResult(bytes, limits: limits), parseError(bytes, limits: limits))
                #expect(second == nil)
                #expect(first == walkResult(bytes, limits: limits))
                #expect((try? first.get())?.serialized() == bytes)
            }
        }
    }

    @Test("stop ten thousand levels before the stack does", arguments: ["[", "{\"a\":", "[[{\"a\":"])
    func hostileDepth(opening: String) {
        let unclosed = utf8(String(repeating: opening, count: 10_000))
        let limits = JSONLimits(maxDepth: 100_000)
        #expect(limits.maxDepth == JSONLimits.deepest)
        for limits in [limits, .default] {
            #expect(parseError(unclosed, limits: limits)?.kind == .tooDeep(limit: limits.maxDepth))
            #expect(skipError(unclosed, limits: limits)?.kind == .tooDeep(limit: limits.maxDepth))
            #expect(throws: JSONError.self) { try walkResult(unclosed, limits: limits).get() }
        }
    }

    @Test("are kept when they are set later")
    func clamping() {
        var limits = JSONLimits.default
        limits.maxDepth = 1 << 20
        #expect(limits.maxDepth == JSONLimits.deepest)
        limits.maxDepth = -1
        #expect(limits.maxDepth == 0)
    }

    @Test("allow so many bytes and no more")
    func size() {
        let limits = JSONLimits(maxBytes: 4)
        #expect(parseError(utf8("[12]"), limits: limits) == nil)
        #expect(parseError(utf8("[123]"), limits: limits) == JSONError(.tooLarge(limit: 4), at: 0))
        #expect(skipError(utf8("1    "), limits: limits) == JSONError(.tooLarge(limit: 4), at: 0))
        var part = JSONReader(utf8("xxxx[12]"), range: 4..<8, limits: limits)
        #expect(throws: Never.self) { try part.skipValue() }
    }

    @Test("let a hundred thousand names through in linear time, and find the one that is there twice")
    func manyNames() throws {
        let members = (0..<100_000).map { "\"key-number-\($0)\":\($0)" }
        let distinct = utf8("{" + members.joined(separator: ",") + "}")
        let repeated = utf8("{" + (members + ["\"key-number-50000\":0"]).joined(separator: ",") + "}")
        let clock = ContinuousClock()
        let elapsed = try clock.measure {
            #expect(try JSONValue(parsing: distinct)["key-number-99999"]?.int == 99_999)
            #expect(try walkResult(distinct).get().object?.count == 100_000)
            #expect(parseError(repeated)?.kind == .duplicateKey)
            #expect(throws: JSONError.self) { try walkResult(repeated).get() }
            _ = try JSONValue(parsing: repeated, limits: JSONLimits(duplicateKeys: .lastWins))
        }
        // Comparing each name with each would take five thousand million comparisons, several times.
        #expect(elapsed < .seconds(60))
    }
}
