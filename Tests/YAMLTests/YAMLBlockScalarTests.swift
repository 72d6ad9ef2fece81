import JSON
import Testing
import YAML

@Suite("A literal or folded scalar of YAML")
struct YAMLBlockScalarTests {
    static let vectors: [(String, String)] = [
        ("a: |\n  b\n  c\n", #"{"a":"b\nc\n"}"#),
        ("a: |\n  b\n   c\n  d\n\n\ne: f\n", #"{"a":"b\n c\nd\n","e":"f"}"#),
        ("a: |-\n  b\n  c\n\n", #"{"a":"b\nc"}"#),
        ("a: |+\n  b\n\n\nc: d\n", #"{"a":"b\n\n\n","c":"d"}"#),
        ("a: |+\n  b\n\n\n", #"{"a":"b\n\n\n"}"#),
        ("a: >\n  b\n  c\n", #"{"a":"b c\n"}"#),
        ("a: >\n  b\n\n  c\n  d\n\n\n  e\n", #"{"a":"b\nc d\n\ne\n"}"#),
        ("a: >\n  b\n    c\n    d\n  e\n", #"{"a":"b\n  c\n  d\ne\n"}"#),
        ("a: >-\n  b\n  c\n\n", #"{"a":"b c"}"#),
        ("a: >+\n  b\n  c\n\n", #"{"a":"b c\n\n"}"#),
        ("a: >\n\n  b\n\n   c\n\n  d\n", #"{"a":"\nb\n\n c\n\nd\n"}"#),
        ("a: |2\n    b\n   c\n", #"{"a":"  b\n c\n"}"#),
        ("a: |1-\n   b\n  c\n", #"{"a":"  b\n c"}"#),
        ("a: |-1\n   b\n  c\n", #"{"a":"  b\n c"}"#),
        ("a: >2-\n    b\n  c\n", #"{"a":"  b\nc"}"#),
        ("- |\n  a\n  b\n- >\n  c\n  d\n", #"["a\nb\n","c d\n"]"#),
        ("- a: |\n    x\n  b: 1\n", #"[{"a":"x\n","b":1}]"#),
        ("a: |\nb: 1\n", #"{"a":"","b":1}"#),
        ("a: |\n\nb: 1\n", #"{"a":"","b":1}"#),
        ("a: |+\n\n\nb: 1\n", #"{"a":"\n\n","b":1}"#),
        ("a: |", #"{"a":""}"#),
        ("a: |\n", #"{"a":""}"#),
        ("a: |\n  b", #"{"a":"b"}"#),
        ("a: >\n  b\n  c", #"{"a":"b c"}"#),
        ("a: | # comment\n  b # not a comment\n", #"{"a":"b # not a comment\n"}"#),
        ("a: |\n  # text\n  b\n", ##"{"a":"# text\nb\n"}"##),
        ("a: |\n  \tb\n", #"{"a":"\tb\n"}"#),
        ("a: >\n  b\n  \tc\n  d\n", #"{"a":"b\n\tc\nd\n"}"#),
        ("--- |\n  a\n  b\n", #""a\nb\n""#),
        ("--- >\n a\n b\n...\n", #""a b\n""#),
        ("a: |\n  b\n    \n  c\n", #"{"a":"b\n  \nc\n"}"#),
        ("a: |\n  x: y\n  - z\nb: 1\n", #"{"a":"x: y\n- z\n","b":1}"#),
        ("a:\n- |\n text\n- b\n", #"{"a":["text\n","b"]}"#),
        ("- - |\n   x\n  - y\n", #"[["x\n","y"]]"#),
        ("- |1\n  x\n", #"[" x\n"]"#),
        ("a:\n  - |2\n      x\n     y\n", #"{"a":["  x\n y\n"]}"#),
        ("a: >\n  * one\n  * two\n\n  three\n", #"{"a":"* one * two\nthree\n"}"#),
        (
            "a: 1\r\nb:\r\n  - x\r\n  - |\r\n    t\r\n    u\r\nc: 'd\r\n  e'\r\n",
            #"{"a":1,"b":["x","t\nu\n"],"c":"d e"}"#
        ),
        ("a: >\n b\n# c\n", #"{"a":"b\n"}"#),
        ("a: |\n b\n# c\nd: e\n", #"{"a":"b\n","d":"e"}"#),
        ("a: >-\n  x\n\n\n  y\n  z\n   \n  w\n", #"{"a":"x\n\ny z\n \nw"}"#),
        ("a: |-\n  x\n   \n", #"{"a":"x\n "}"#),
        ("a: >\n  x\n   \n  y\n", #"{"a":"x\n \ny\n"}"#),
        ("--- |2\n   x\n  y\n", #"" x\ny\n""#),
    ]

    @Test("is indented, folded and chomped as its header says", arguments: vectors)
    func reads(yaml: String, expected: String) throws {
        #expect(try parse(yaml).json == json(expected))
    }
}
