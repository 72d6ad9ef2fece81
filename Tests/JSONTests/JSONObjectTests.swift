import JSON
import Testing

@Suite("A JSON object")
struct JSONObjectTests {
    @Test("keeps its members' order and replaces in place", arguments: [3, 16, 17, 18, 100])
    func order(count: Int) {
        var object = JSONObject()
        for index in 0..<count { object["k\(index)"] = .number(JSONNumber(index)) }
        object["k1"] = "replaced"
        #expect(object.keys == (0..<count).map { "k\($0)" })
        #expect(object["k1"] == "replaced")
        #expect(object["k\(count - 1)"]?.int == count - 1)
        #expect(object["missing"] == nil)
        #expect(object.count == count)
    }

    @Test("removes a member that is set to nil", arguments: [3, 16, 17, 18, 100])
    func removal(count: Int) {
        var object = JSONObject()
        for index in 0..<count { object["k\(index)"] = .number(JSONNumber(index)) }
        object["k1"] = nil
        object["missing"] = nil
        #expect(object["k1"] == nil)
        #expect(object.count == count - 1)
        for index in 2..<count { #expect(object["k\(index)"]?.int == index) }
        object["k1"] = true
        #expect(object.keys.last == "k1")
    }

    @Test("tells a null member from none")
    func nullMember() throws {
        let value = try parse(#"{"a":null}"#)
        #expect(value["a"] == .null)
        #expect(value["a"] != nil)
        #expect(value["b"] == nil)
    }

    @Test("has each name once, appended at the end")
    func append() {
        var object: JSONObject = ["a": 1, "b": 2]
        object.append("a", 3)
        object.append("c", 4)
        #expect(object == ["b": 2, "a": 3, "c": 4])
    }

    @Test("is equal only in the same order")
    func equality() throws {
        #expect(try parse(#"{"a":1,"b":2}"#) == parse(#"{ "a" : 1, "b" : 2 }"#))
        #expect(try parse(#"{"a":1,"b":2}"#) != parse(#"{"b":2,"a":1}"#))
    }

    @Test("compares names byte for byte, not by canonical equivalence")
    func canonicalEquivalence() throws {
        let value = try parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value["\u{E9}"] == 1)
        #expect(value["e\u{301}"] == 2)
        #expect(try parse("\"\u{E9}\"") != parse("\"e\u{301}\""))
        #expect(try parse("{\"\u{E9}\":1}") != parse("{\"e\u{301}\":1}"))
        guard case .success(let walked) = walkResult(utf8("{\"\u{E9}\":1,\"e\u{301}\":2}")) else {
            Issue.record("the two names are distinct")
            return
        }
        #expect(walked == value)
    }

    static let duplicates = [
        #"{"a":1,"a":2}"#, #"{"a":1,"b":2,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"[{"b":{"":1,"":1}}]"#,
        "{" + (0..<40).map { "\"k\($0)\":\($0)," }.joined() + "\"k3\":0}",
        "{" + (0..<40).map { "\"k\($0)\":\($0)," }.joined() + "\"k39\":0}",
    ]

    @Test("is refused with a name twice", arguments: duplicates)
    func refusesDuplicates(text: String) {
        #expect(parseError(utf8(text))?.kind == .duplicateKey)
        #expect(throws: JSONError.self) { try walkResult(utf8(text)).get() }
    }

    @Test("takes the last of a repeated name, at the first one's place, when told so", arguments: [0, 40])
    func lastWins(others: Int) throws {
        let limits = JSONLimits(duplicateKeys: .lastWins)
        let text = "{\"a\":1," + (0..<others).map { "\"k\($0)\":0," }.joined() + "\"b\":2,\"a\":3}"
        let value = try parse(text, limits: limits)
        #expect(value.object?.first?.value == 3)
        #expect(value.object?.count == others + 2)
        #expect(try walkResult(utf8(text), limits: limits).get() == value)
    }

    @Test("may use a name again in another object, inside or after")
    func nestedNames() throws {
        let text = #"{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}],"c":{"b":1}}"#
        #expect(try walkResult(utf8(text)).get() == parse(text))
        let many = (0..<40).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        for inner in [#"{"b":1,"c":2}"#, "{\(many)}", "[{\(many)},{\"b\":{\"c\":3}}]"] {
            let text = "{\"a\":\(inner),\"b\":\(inner),\"c\":0,\"k3\":\(inner),\"k39\":4}"
            #expect(try walkResult(utf8(text)).get() == parse(text))
        }
    }
}
