import JSON
import Testing
import YAML

@Suite("Block lists and maps of YAML")
struct YAMLBlockTests {
    static let plain: [(String, String)] = [
        ("", #"null"#),
        ("a", #""a""#),
        ("a: 1", #"{"a":1}"#),
        ("a: 1\nb: 2\n", #"{"a":1,"b":2}"#),
        ("a:\n", #"{"a":null}"#),
        ("a:\nb:\n", #"{"a":null,"b":null}"#),
        ("a:\n  b:\n    c: 1\n  d: 2\ne: 3\n", #"{"a":{"b":{"c":1},"d":2},"e":3}"#),
        ("  a: 1\n  b: 2\n", #"{"a":1,"b":2}"#),
        ("url: http://127.0.0.1:9100/v1\n", #"{"url":"http://127.0.0.1:9100/v1"}"#),
        ("a: b c d\n", #"{"a":"b c d"}"#),
        ("a: b\n  c\n  d\n", #"{"a":"b c d"}"#),
        ("a: b\n\n  c\n\n\n  d\ne: f\n", #"{"a":"b\nc\n\nd","e":"f"}"#),
        ("a:\n  b\n  c\n", #"{"a":"b c"}"#),
        ("a\nb\n\nc\n", #""a b\nc""#),
        ("a : 1\nb  :  2\n", #"{"a":1,"b":2}"#),
        ("a: null\nb: ~\nc:\nd: Null\ne: NULL\n", #"{"a":null,"b":null,"c":null,"d":null,"e":null}"#),
        (
            "a: true\nb: True\nc: TRUE\nd: false\ne: False\nf: FALSE\n",
            #"{"a":true,"b":true,"c":true,"d":false,"e":false,"f":false}"#
        ),
        ("a: 1\nb: -1\nc: +12\nd: 0\ne: 600\n", #"{"a":1,"b":-1,"c":12,"d":0,"e":600}"#),
        ("a: 0x1F\nb: 0xff\n", #"{"a":31,"b":255}"#),
        ("a: 3.0\nb: 12345678901234567890\nc: 0.1\n", #"{"a":3.0,"b":12345678901234567890,"c":0.1}"#),
        ("a: 2024-10-21-preview\nb: v1\nc: gpt-4o\n", #"{"a":"2024-10-21-preview","b":"v1","c":"gpt-4o"}"#),
        ("a: truex\nb: nulls\nc: True False\n", #"{"a":"truex","b":"nulls","c":"True False"}"#),
        ("a: tRUE\nb: nUll\n", #"{"a":"tRUE","b":"nUll"}"#),
        ("a: -x\nb: ?x\n", #"{"a":"-x","b":"?x"}"#),
        ("a: x, y\nb: x]y}\n", #"{"a":"x, y","b":"x]y}"}"#),
        ("é: ü\n日本: 語\n", #"{"é":"ü","日本":"語"}"#),
        ("a: 😀 b\n", #"{"a":"😀 b"}"#),
        ("a:\n\n\n  b\n", #"{"a":"b"}"#),
        ("a:   \n  b: 1\n", #"{"a":{"b":1}}"#),
        ("a: b\\nc\n", #"{"a":"b\\nc"}"#),
        ("a: x\n\n\n", #"{"a":"x"}"#),
        ("a: x\n   \n \n", #"{"a":"x"}"#),
        ("a: x   \n   ", #"{"a":"x"}"#),
        ("a:\n  ", #"{"a":null}"#),
    ]

    @Test("are read with plain scalars", arguments: plain)
    func readsPlainScalars(yaml: String, expected: String) throws {
        #expect(try parse(yaml).json == json(expected))
    }

    static let lists: [(String, String)] = [
        ("- a\n- b\n", #"["a","b"]"#),
        ("-\n- a\n-\n", #"[null,"a",null]"#),
        ("a:\n- 1\n- 2\nb: 3\n", #"{"a":[1,2],"b":3}"#),
        ("a:\n  - 1\n  - 2\nb: 3\n", #"{"a":[1,2],"b":3}"#),
        ("- a: 1\n  b: 2\n- c: 3\n", #"[{"a":1,"b":2},{"c":3}]"#),
        ("-   a: 1\n    b: 2\n", #"[{"a":1,"b":2}]"#),
        ("- - 1\n  - 2\n- - 3\n", #"[[1,2],[3]]"#),
        ("- - - a\n    - b\n  - c\n- d\n", #"[[["a","b"],"c"],"d"]"#),
        ("a:\n - b: 1\n   c:\n   - x\n   - y\n - d\n", #"{"a":[{"b":1,"c":["x","y"]},"d"]}"#),
        ("a:\n- b:\n  - c\n- d: e\nf: g\n", #"{"a":[{"b":["c"]},{"d":"e"}],"f":"g"}"#),
        ("- a\n b\n- c\n", #"["a b","c"]"#),
        ("a: b\n   - c\n", #"{"a":"b - c"}"#),
        ("a:\n- b\n  - c\n", #"{"a":["b - c"]}"#),
        ("- a\n - b\n", #"["a - b"]"#),
        ("-\n\n  a: 1\n", #"[{"a":1}]"#),
        ("- \n", #"[null]"#),
        ("-", #"[null]"#),
        ("- -", #"[[null]]"#),
        ("- a:\n- b:\n", #"[{"a":null},{"b":null}]"#),
        ("a:\n-\n-\nb: 1\n", #"{"a":[null,null],"b":1}"#),
    ]

    @Test("are read as lists", arguments: lists)
    func readsLists(yaml: String, expected: String) throws {
        #expect(try parse(yaml).json == json(expected))
    }
}
