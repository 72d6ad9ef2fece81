import JSON
import Testing
import YAML

@Suite("A quoted scalar of YAML")
struct YAMLQuotedTests {
    static let vectors: [(String, String)] = [
        ("a: x#y\nb: x # y\nc: '#z'\n", ##"{"a":"x#y","b":"x","c":"#z"}"##),
        ("a: \"os.environ/X\"\nb: os.environ/X\n", #"{"a":"os.environ/X","b":"os.environ/X"}"#),
        ("a: 'it''s'\n", #"{"a":"it's"}"#),
        ("a: 'b\n  c'\n", #"{"a":"b c"}"#),
        ("a: 'b  \n\n   c'\n", #"{"a":"b\nc"}"#),
        ("a: ''\nb: \"\"\n", #"{"a":"","b":""}"#),
        ("'a b': 1\n\"c d\": 2\n", #"{"a b":1,"c d":2}"#),
        ("'a' : 1\n", #"{"a":1}"#),
        (
            "a: \"x\\ty\\n\\\"\\\\\\/\\u00e9\\x41\\U0001F600\\e\\a\\b\\f\\r\\v\\0\\_\\N\\L\\P\\ \"\n",
            #"{"a":"x\ty\n\"\\/éA😀\u001b\u0007\b\f\r\u000b\u0000\u00a0\u0085\u2028\u2029 "}"#
        ),
        ("a: \"b\n  c\"\n", #"{"a":"b c"}"#),
        ("a: \"b\\\n   c\"\n", #"{"a":"bc"}"#),
        ("a: \"b \\\n   c\"\n", #"{"a":"b c"}"#),
        ("a: \"b\\t\n  c\"\n", #"{"a":"b\t c"}"#),
        ("a: \"b\\\n\n\n  c\"\n", #"{"a":"b\n\nc"}"#),
        ("a: \"b\\n\\\n  \\ c\"\n", #"{"a":"b\n c"}"#),
        ("a: \"\n  b\n  \"\n", #"{"a":" b "}"#),
        ("a: \"b   \n   \n  \t c\"\n", #"{"a":"b\nc"}"#),
        ("a: '1'\nb: \"true\"\nc: 'null'\nd: ''\n", #"{"a":"1","b":"true","c":"null","d":""}"#),
        ("--- 'a'\n", #""a""#),
        ("a: '---'\n", #"{"a":"---"}"#),
        ("a: 'x: y'\n", #"{"a":"x: y"}"#),
        ("a:\n  'b'\nc: d\n", #"{"a":"b","c":"d"}"#),
        ("a:\n  \"b\n  c\"\nd: e\n", #"{"a":"b c","d":"e"}"#),
        ("a: 'b\nc'\n", #"{"a":"b c"}"#),
        ("a: \"b\nc\"\n", #"{"a":"b c"}"#),
        ("a: \"x\\u0041\\x42\"\n", #"{"a":"xAB"}"#),
        ("a: 'b\\nc'\n", #"{"a":"b\\nc"}"#),
        ("a: \"\\\"\"\n", #"{"a":"\""}"#),
        ("- 'a'\n- \"b\"\n- c\n", #"["a","b","c"]"#),
        ("a: b'c\"d\n", #"{"a":"b'c\"d"}"#),
        ("a: 'b\"c'\nd: \"e'f\"\n", #"{"a":"b\"c","d":"e'f"}"#),
    ]

    @Test("is unescaped and folded", arguments: vectors)
    func reads(yaml: String, expected: String) throws {
        #expect(try parse(yaml).json == json(expected))
    }

    @Test("takes a pair of JSON's surrogate escapes as one character")
    func surrogatePairs() throws {
        #expect(try parse(#"a: "\ud83d\ude00""#)["a"]?.string == "😀")
        #expect(failure(#"a: "\ud83d""#) == "line 1, column 5: this escape sequence is no character")
        #expect(failure(#"a: "\ud83d\u0041""#) == "line 1, column 5: this escape sequence is no character")
        #expect(failure(#"a: "\ude00""#) == "line 1, column 5: this escape sequence is no character")
        #expect(failure(#"a: "\U00110000""#) == "line 1, column 5: this escape sequence is no character")
    }
}
