import JSON
import Testing
import YAML

@Suite("Flow lists and maps of YAML")
struct YAMLFlowTests {
    static let vectors: [(String, String)] = [
        ("a: [1, 2, 3]\n", #"{"a":[1,2,3]}"#),
        ("a: []\nb: {}\n", #"{"a":[],"b":{}}"#),
        ("a: [ ]\nb: { }\n", #"{"a":[],"b":{}}"#),
        ("x: [{fast: [big]}]\n", #"{"x":[{"fast":["big"]}]}"#),
        ("x: {a: b, c: [1, 2]}\n", #"{"x":{"a":"b","c":[1,2]}}"#),
        ("{a: b, c: [1, 2],}\n", #"{"a":"b","c":[1,2]}"#),
        ("[a, b, ]\n", #"["a","b"]"#),
        ("[a: b, c]\n", #"[{"a":"b"},"c"]"#),
        ("[\"a\": b]\n", #"[{"a":"b"}]"#),
        ("{a, b: c}\n", #"{"a":null,"b":"c"}"#),
        ("{a: , b: }\n", #"{"a":null,"b":null}"#),
        ("{a: http://x/y, b: 1}\n", #"{"a":"http://x/y","b":1}"#),
        ("[http://x:80/y, z]\n", #"["http://x:80/y","z"]"#),
        ("{\"a\":1,\"b\":[true,null]}", #"{"a":1,"b":[true,null]}"#),
        ("{\"a\":\"b\",\"c\":{\"d\":[]}}", #"{"a":"b","c":{"d":[]}}"#),
        ("{'a':'b'}", #"{"a":"b"}"#),
        ("a: {\n  b: 1,\n  c: [\n    2,\n    3\n  ]\n}\nd: e\n", #"{"a":{"b":1,"c":[2,3]},"d":"e"}"#),
        (
            "router: { routing_strategy: simple-shuffle, num_retries: 2,\n"
                + "          fallbacks: [{fast: [big]}], alias: {gpt-4: big} }\n",
            #"{"router":{"routing_strategy":"simple-shuffle","num_retries":2,"fallbacks":[{"fast":["big"]}],"alias":{"gpt-4":"big"}}}"#
        ),
        ("a: [1,\n# comment\n2 # other\n, 3]\n", #"{"a":[1,2,3]}"#),
        ("[a b, c  d]", #"["a b","c  d"]"#),
        ("[a\n  b, c]", #"["a b","c"]"#),
        ("[\n]\n", #"[]"#),
        ("{\n}\n", #"{}"#),
        ("- [a, [b, {c: d}]]\n- {x: [y]}\n", #"[["a",["b",{"c":"d"}]],{"x":["y"]}]"#),
        ("--- [a]\n", #"["a"]"#),
        ("a: \"{{ x }}\"\nb: '{{ y }}'\nc: x {{ y }}\n", #"{"a":"{{ x }}","b":"{{ y }}","c":"x {{ y }}"}"#),
        ("a: x [y] {z}\n", #"{"a":"x [y] {z}"}"#),
        ("a: {b c, d}\n", #"{"a":{"b c":null,"d":null}}"#),
        ("a: [b\n, c]\n", #"{"a":["b","c"]}"#),
        ("a:\n  [b,\n  c]\nd: e\n", #"{"a":["b","c"],"d":"e"}"#),
        ("a:\n  {b: c}\nd: e\n", #"{"a":{"b":"c"},"d":"e"}"#),
        ("- [a,\n  b]\n- c\n", #"[["a","b"],"c"]"#),
        ("key: [\n  a,\n]\n", #"{"key":["a"]}"#),
        ("key: {\n}\nb: [\n]\n", #"{"key":{},"b":[]}"#),
        ("a: [a#b, c]\n", #"{"a":["a#b","c"]}"#),
        ("a: {b: c#d}\n", #"{"a":{"b":"c#d"}}"#),
        ("a: [\"b\":c]\n", #"{"a":[{"b":"c"}]}"#),
        ("a: {b: [c: d]}\n", #"{"a":{"b":[{"c":"d"}]}}"#),
        ("a: {b: {}, c: []}\n", #"{"a":{"b":{},"c":[]}}"#),
        ("{a: 'x', b: \"y\"}", #"{"a":"x","b":"y"}"#),
        ("[[[[]]]]", #"[[[[]]]]"#),
        ("- {a: 1}\n-\n  b: 2\n-\n  - 3\n", #"[{"a":1},{"b":2},[3]]"#),
        ("a: {x: 1} # c\n", #"{"a":{"x":1}}"#),
        ("a: [1] #c\n", #"{"a":[1]}"#),
        (
            "list:\n- name: a\n  params:\n    x: 1\n- name: b\n  params: {x: 2}\nother: z\n",
            #"{"list":[{"name":"a","params":{"x":1}},{"name":"b","params":{"x":2}}],"other":"z"}"#
        ),
    ]

    @Test("are read on one line and across lines", arguments: vectors)
    func reads(yaml: String, expected: String) throws {
        #expect(try parse(yaml).json == json(expected))
    }
}
