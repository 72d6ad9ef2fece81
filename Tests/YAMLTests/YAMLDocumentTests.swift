import JSON
import Testing
import YAML

@Suite("A file of YAML")
struct YAMLDocumentTests {
    static let vectors: [(String, String)] = [
        ("# only a comment\n", #"null"#),
        ("---\n", #"null"#),
        ("---\n...\n", #"null"#),
        ("\n\n# c\na: 1 # d\n# e\n\nb: 2\n", #"{"a":1,"b":2}"#),
        ("a: # c\n  # d\n  b: 1\n  # e\n", #"{"a":{"b":1}}"#),
        ("a: 1\n  # odd comment\nb: 2\n", #"{"a":1,"b":2}"#),
        ("---\na: 1\n", #"{"a":1}"#),
        ("--- a\n", #""a""#),
        ("---\n- a\n...\n", #"["a"]"#),
        ("a: 1\n...\n", #"{"a":1}"#),
        ("a: 1\n...\n# end\n", #"{"a":1}"#),
        ("# start\n---\na: 1\n", #"{"a":1}"#),
        ("--- # c\na: 1\n", #"{"a":1}"#),
        ("---a\n", #""---a""#),
        ("a: ---\n", #"{"a":"---"}"#),
        ("a:\n  --- b\n", #"{"a":"--- b"}"#),
        ("- ---\n", #"["---"]"#),
        ("a: 1\rb: 2\r", #"{"a":1,"b":2}"#),
        ("a: 1\r\n\r\nb: x\r\n  y\r\n", #"{"a":1,"b":"x y"}"#),
        ("\u{FEFF}a: 1\n", #"{"a":1}"#),
        ("- # c\n  a: 1\n", #"[{"a":1}]"#),
        ("a: x #\n", #"{"a":"x"}"#),
        ("a: #x\n", #"{"a":null}"#),
        ("a:#x\n", #""a:#x""#),
        ("#a\n#b", #"null"#),
        ("a: 1 #b", #"{"a":1}"#),
    ]

    @Test("may have comments, markers, any line ends and a byte order mark", arguments: vectors)
    func reads(yaml: String, expected: String) throws {
        #expect(try parse(yaml).json == json(expected))
    }
}
