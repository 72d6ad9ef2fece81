import JSON
import Testing
import YAML

@Suite("The limits of a YAML file")
struct YAMLLimitsTests {
    @Test("stop aliases of aliases before they multiply")
    func billionLaughs() {
        let lines = (1...30).map {
            "l\($0): &l\($0) [\(Array(repeating: "*l\($0 - 1)", count: 10).joined(separator: ","))]"
        }
        let text = "l0: &l0 [x,x,x,x,x,x,x,x,x,x]\n" + lines.joined(separator: "\n")
        #expect(failure(text)?.hasSuffix("the file has more than 100000 nodes, aliases replaced") == true)
        let merges = (1...60).map { "m\($0): &m\($0) {a\($0): *m\($0 - 1), <<: [*m\($0 - 1), *m\($0 - 1)]}" }
        #expect(failure("m0: &m0 {x: 1}\n" + merges.joined(separator: "\n"))?.hasSuffix("aliases replaced") == true)
    }

    @Test("count every node, aliases replaced, and allow just so many")
    func nodes() {
        let text = "a: &a [1, 2]\nb: [*a, *a]\n"
        // The map, a's list and its 2 items, b's list, twice 3 in place of the aliases.
        var limits = YAMLLimits(maxNodes: 13)
        #expect(parseError(Array(text.utf8), limits: limits) == nil)
        limits.maxNodes = 10
        #expect(parseError(Array(text.utf8), limits: limits) != nil)
    }

    static let openings = ["[", "{a: ", "- ", "[{a: ", "{a: [b: "]

    @Test("allow so much nesting and no more", arguments: openings)
    func depth(opening: String) {
        let levels = opening == "- " || opening.count == 1 || opening == "{a: " ? 1 : opening == "[{a: " ? 2 : 3
        for limit in [levels, 6, 12, 126] {
            let limits = YAMLLimits(maxDepth: limit)
            func text(_ count: Int) -> [UInt8] {
                let closing = opening.filter { "[{".contains($0) }.reversed().map { $0 == "[" ? "]" : "}" }.joined()
                let opened = String(repeating: opening, count: count)
                return Array((opened + "x" + String(repeating: closing, count: count)).utf8)
            }
            #expect(parseError(text(limit / levels), limits: limits) == nil)
            let error = parseError(text(limit / levels + 1), limits: limits)
            #expect(error?.message == "lists and maps are nested more than \(limit) deep")
        }
    }

    @Test("count the depth of what an alias stands for")
    func aliasDepth() {
        let text = Array("a: &a [[[x]]]\nb: [[*a]]\n".utf8)
        #expect(parseError(text, limits: YAMLLimits(maxDepth: 6)) == nil)
        #expect(parseError(text, limits: YAMLLimits(maxDepth: 5))?.mark == YAMLMark(line: 2, column: 8))
    }

    @Test("stop a hundred thousand levels before the stack does", arguments: openings + ["- - ", "a:\n", "? "])
    func hostileDepth(opening: String) {
        let limits = YAMLLimits(maxDepth: .max, maxNodes: .max)
        #expect(limits.maxDepth == YAMLLimits.deepest)
        let text = Array(String(repeating: opening, count: 100_000).utf8)
        #expect(parseError(text, limits: limits) != nil)
        #expect(parseError(text) != nil)
    }

    @Test("let a file be read on a small stack")
    func smallStack() {
        withSmallStack {
            let limits = YAMLLimits(maxDepth: .max)
            let indented = (0..<YAMLLimits.deepest).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
            #expect((try? parse(indented, limits: limits))?.json.serialized().isEmpty == false)
            for opening in Self.openings {
                let text = Array(String(repeating: opening, count: 1_000).utf8)
                #expect(parseError(text, limits: limits)?.message.contains("deep") == true)
            }
        }
    }

    @Test("stop maps that are indented ever deeper")
    func indentedDepth() {
        let text = (0..<300).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(parseError(Array(text.utf8))?.message == "lists and maps are nested more than 64 deep")
    }

    @Test("allow so many bytes and no more")
    func size() {
        #expect(parseError(Array("a: 12".utf8), limits: YAMLLimits(maxBytes: 5)) == nil)
        let error = parseError(Array("a: 123".utf8), limits: YAMLLimits(maxBytes: 5))
        #expect(error == YAMLError("the file is longer than 5 bytes", at: YAMLMark(line: 1, column: 1)))
    }

    @Test("let a long file through in linear time, whatever its shape")
    func linearTime() throws {
        let wide = (0..<40_000).map { "key\($0): value" }
        let texts = [
            wide.joined(separator: "\n"), "{" + wide.joined(separator: ", ") + "}",
            "a: " + String(repeating: "x y\n  ", count: 100_000),
            "a: \"" + String(repeating: "é\n\n", count: 100_000) + "\"",
            "a: |\n" + String(repeating: "  x\n\n", count: 100_000),
            String(repeating: "\n#\n", count: 300_000), "[" + String(repeating: "é,", count: 90_000) + "]",
            "a: x" + String(repeating: "\n", count: 1_000_000) + "b: y",
            "a: x" + String(repeating: " ", count: 1_000_000) + "y",
        ]
        let clock = ContinuousClock()
        for text in texts {
            let elapsed = try clock.measure { _ = try parse(text) }
            #expect(elapsed < .seconds(60))
        }
    }
}
