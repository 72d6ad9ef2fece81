import HTTP
import Testing

@Suite("Header fields")
struct HeaderFieldsTests {
    @Test("are found whatever the case of their names, and keep repeats in order")
    func lookUp() {
        var fields: HeaderFields = ["Set-Cookie": "a", "X-Y": "1", "set-cookie": "b"]
        #expect(fields["SET-COOKIE"] == "a")
        #expect(fields.values(of: "set-Cookie") == ["a", "b"])
        #expect(fields.contains("x-y"))
        #expect(!fields.contains("x-z"))
        #expect(!fields.contains("x-y-"))
        fields.append("x-y", "2")
        #expect(fields.map(\.name) == ["Set-Cookie", "X-Y", "set-cookie", "x-y"])
    }

    @Test("are replaced in place, all of a name by one")
    func replace() {
        var fields: HeaderFields = ["A": "1", "B": "2", "a": "3", "C": "4"]
        fields["a"] = "new"
        #expect(fields.map(\.name) == ["a", "B", "C"])
        #expect(fields["A"] == "new")
        fields["D"] = "5"
        fields["b"] = nil
        #expect(fields == ["A": "new", "C": "4", "D": "5"])
        fields["bad name"] = "x"
        #expect(fields.count == 3)
    }

    @Test("refuse names that are no tokens", arguments: ["", "a b", "a:", "a\r\nb", "é", "a\u{0}", "(a)", "a\u{7F}"])
    func names(name: String) {
        var fields = HeaderFields()
        let isAppended = fields.append(name, "x")
        #expect(!isAppended)
        #expect(fields.isEmpty)
        #expect(HeaderFields(dictionaryLiteral: (name, "x")).isEmpty)
    }

    @Test(
        "let nothing out of a value's line",
        arguments: [
            ("a\r\nInjected: b", "a  Injected: b"), ("a\nb", "a b"), ("a\u{0}b\u{7F}", "a b"), ("\r\n x \t", "x"),
            ("  ", ""), ("\n", ""),
            ("a\tb", "a\tb"), ("é€😀", "é€😀"), ("plain", "plain"), ("", ""),
        ]
    )
    func values(value: String, expected: String) {
        var fields = HeaderFields()
        let isAppended = fields.append("a", value)
        #expect(isAppended)
        #expect(fields["a"] == expected)
        fields["a"] = value
        #expect(fields["a"] == expected)
        #expect(HeaderField(name: "a", value: value)?.value == expected)
    }

    @Test("are equal when names differ in case only")
    func equality() {
        #expect(["A": "x"] as HeaderFields == ["a": "x"])
        #expect(["A": "x"] as HeaderFields != ["a": "X"])
        #expect(["A": "x", "B": "y"] as HeaderFields != ["B": "y", "A": "x"])
        #expect(["K": "x"] as HeaderFields != ["\u{212A}": "x"])
    }
}
