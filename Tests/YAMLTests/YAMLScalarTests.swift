import JSON
import Testing
import YAML

@Suite("A plain scalar of YAML")
struct YAMLScalarTests {
    static let numbers: [(String, String)] = [
        ("0", "0"), ("-0", "-0"), ("+12", "12"), ("-7", "-7"), ("600", "600"), ("012", "12"), ("-007", "-7"),
        ("00", "0"),
        ("0x1F", "31"), ("0xff", "255"), ("0o17", "15"), ("0xFFFFFFFFFFFFFFFF", "18446744073709551615"),
        ("0o1777777777777777777777", "18446744073709551615"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("1.5e-7", "1.5e-7"), ("6e-7", "6e-7"), ("1E6", "1E6"), ("0.10", "0.10"), ("1.", "1.0"), (".5", "0.5"),
        ("-.5", "-0.5"),
        ("+.5e+3", "0.5e+3"), ("1.e5", "1.0e5"), ("-1.25E-03", "-1.25E-03"), ("00.5", "0.5"), ("1e400", "1e400"),
    ]

    @Test("is a number, to the letter where JSON can hold it", arguments: numbers)
    func number(yaml: String, literal: String) throws {
        let number = try #require(JSONNumber(literal: literal))
        #expect(try parse(yaml).content == .number(number))
        #expect(try parse("[\(yaml)]").json == .array([.number(number)]))
    }

    static let strings = [
        // PyYAML, which follows YAML 1.1, sees booleans, numbers and dates in these.
        "yes", "no", "on", "off", "Yes", "NO", "y", "n", "1_000", "1:30", "0b101", "-0x1F", "+0o7", "2024-10-21", "0b1",
        "2001-12-14t21:59:43.10-05:00", "=",
        // Nobody sees numbers in these.
        "1.2.3", "1a", "0x", "0xg", "0o8", "1e", "1e+", "e5", "+", ".", "-.", ".e5", "1.5.", "--1", "+-1", "1-2",
        "١",
        "tRUE", "truE", "nULL", "nil", "None", "~~", "inf", "nan", "Infinity", ".infinity", "infinity", "gpt-4o", "v1",
        "os.environ/X", "http://127.0.0.1:9100/v1", "arn:aws:bedrock:eu-central-1::x", "a#b", "sk-1234",
        "2024-10-21-preview",
    ]

    @Test("is a string when it is nothing else", arguments: strings)
    func string(text: String) throws {
        #expect(try parse("a: \(text)")["a"]?.json == .string(text))
    }

    @Test(
        "is a string between quotes, whatever it says",
        arguments: ["1", "true", "null", "", "~", ".inf", "0x1F", "<<"]
    )
    func quoted(text: String) throws {
        #expect(try parse("'\(text)'").json == .string(text))
        #expect(try parse("\"\(text)\"").json == .string(text))
        #expect(try parse("!!str \(text)").json == .string(text))
    }

    @Test("is refused when JSON has no number for it", arguments: [".inf", "-.Inf", "+.INF", ".nan", ".NaN", ".NAN"])
    func infinite(text: String) {
        #expect(failure("a: \(text)") == "line 1, column 4: infinity and not-a-number have no JSON; quote what is text")
        #expect(failure("a: !!float \(text)")?.hasPrefix("line 1, column 12: infinity") == true)
    }

    @Test(
        "is refused when it is a longer 0x or 0o number than 64 bits hold",
        arguments: ["0x10000000000000000", "0o2000000000000000000000"]
    )
    func tooLarge(text: String) {
        #expect(failure("a: \(text)") == "line 1, column 4: this number is too large; quote it if it is text")
    }

    static let tagged: [(String, YAMLNode.Content?)] = [
        ("!!int '12'", JSONNumber(literal: "12").map(YAMLNode.Content.number)), ("!!int 1.5", nil), ("!!int x", nil),
        ("!!float '1.5'", JSONNumber(literal: "1.5").map(YAMLNode.Content.number)), ("!!float x", nil),
        ("!!bool 'True'", .bool(true)), ("!!bool yes", nil), ("!!null '~'", .null), ("!!null", .null),
        ("!!null x", nil),
        ("!!str", .string("")), ("!!str |\n  x\n", .string("x\n")), ("!!int", nil),
    ]

    @Test("is what its tag says or nothing", arguments: tagged)
    func tags(yaml: String, content: YAMLNode.Content?) {
        #expect((try? parse(yaml))?.content == content)
    }

    @Test("as a key is the text it is written as")
    func keys() throws {
        let text = "1: a\n2.50: b\ntrue: c\nnull: d\n~: e\n0x1F: f\n'': g\n? x: h\n"
        #expect(failure(text)?.hasPrefix("line 8, column 1: ") == true)
        let node = try parse(String(text.dropLast(8)))
        #expect(node.mapping?.map(\.key) == ["1", "2.50", "true", "null", "~", "0x1F", ""])
        #expect(failure("1: a\n\"1\": b\n") == "line 2, column 1: this key stands twice in its map")
    }
}
