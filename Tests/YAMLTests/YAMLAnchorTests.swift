import JSON
import Testing
import YAML

@Suite("Anchors, aliases, merge keys and tags of YAML")
struct YAMLAnchorTests {
    static let vectors: [(String, String)] = [
        (
            "a: !!str 123\nb: !!int \"3\"\nc: !!float 1.5\nd: !!bool \"true\"\ne: !!null ''\nf: !!str\n",
            #"{"a":"123","b":3,"c":1.5,"d":true,"e":null,"f":""}"#
        ),
        ("- !!str true\n- !!str null\n", #"["true","null"]"#),
        ("!!str 1", #""1""#),
        ("[!!str 1, !!int '2']", #"["1",2]"#),
        ("{a: !!str 1, b: !!str }", #"{"a":"1","b":""}"#),
        ("a: &x 1\nb: *x\n", #"{"a":1,"b":1}"#),
        ("a: &x\n  b: 1\nc: *x\n", #"{"a":{"b":1},"c":{"b":1}}"#),
        ("a: &x [1, 2]\nb: [*x, *x]\nc: {d: *x}\n", #"{"a":[1,2],"b":[[1,2],[1,2]],"c":{"d":[1,2]}}"#),
        ("base: &b\n  x: 1\n  y: 2\nz:\n  <<: *b\n  y: 3\n", #"{"base":{"x":1,"y":2},"z":{"x":1,"y":3}}"#),
        (
            "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  <<: [*a, *b]\n  w: 5\n",
            #"{"a":{"x":1,"y":2},"b":{"y":3,"z":4},"c":{"y":2,"z":4,"x":1,"w":5}}"#
        ),
        ("a: &a {x: 1}\nb:\n  y: 2\n  <<: *a\n  x: 9\n", #"{"a":{"x":1},"b":{"x":9,"y":2}}"#),
        ("a: {<<: {x: 1, y: 2}, y: 3}\n", #"{"a":{"x":1,"y":3}}"#),
        (
            "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}\n",
            #"{"a":{"x":1},"b":{"x":1,"y":2},"c":{"x":1,"y":2,"z":3}}"#
        ),
        (
            "a: &a\n  <<: [{p: 1, q: 2}, {q: 3, r: 4}, {r: 5, s: 6}]\n  s: 7\nb: *a\n",
            #"{"a":{"r":4,"s":7,"q":2,"p":1},"b":{"r":4,"s":7,"q":2,"p":1}}"#
        ),
        ("\"<<\": 1\n", #"{"<<":1}"#),
        ("- &a x\n- *a\n- &b\n- *b\n", #"["x","x",null,null]"#),
        ("&k key: v\nother: *k\n", #"{"key":"v","other":"key"}"#),
        ("- &k key: v\n- *k\n", #"[{"key":"v"},"key"]"#),
        ("a: &x\n- 1\n- 2\nb: *x\n", #"{"a":[1,2],"b":[1,2]}"#),
        ("&r\na: 1\n", #"{"a":1}"#),
        ("&r\n&k a: 1\n", #"{"a":1}"#),
        ("--- &r\na: 1\n", #"{"a":1}"#),
        ("a: &x !!str 1\nb: *x\n", #"{"a":"1","b":"1"}"#),
        ("a: !!str &x 1\nb: *x\n", #"{"a":"1","b":"1"}"#),
        ("a: &x\nb: *x\n", #"{"a":null,"b":null}"#),
        ("a: &x |\n  t\nb: *x\n", #"{"a":"t\n","b":"t\n"}"#),
        ("[&a 1, *a, &b {c: *a}, *b]", #"[1,1,{"c":1},{"c":1}]"#),
        ("- &anchor-1_x a\n- *anchor-1_x\n", #"["a","a"]"#),
        ("a: a&b*c!d|e>f%g@h`i\n", #"{"a":"a&b*c!d|e>f%g@h`i"}"#),
        ("a: &x {b: 1}\nc:\n  - *x\n  - <<: *x\n    d: 2\n", #"{"a":{"b":1},"c":[{"b":1},{"b":1,"d":2}]}"#),
    ]

    @Test("are resolved", arguments: vectors)
    func resolves(yaml: String, expected: String) throws {
        #expect(try parse(yaml).json == json(expected))
    }

    @Test("merge what stands first in the list over what stands later, and explicit keys over both")
    func mergeOrder() throws {
        let text = """
            first: &first {a: 1, b: 1, c: 1}
            second: &second {b: 2, c: 2, d: 2}
            merged:
              c: 3
              <<: [*first, *second]
            """
        // The order of keys, too, is PyYAML's: the last map of the list, the maps before it, the explicit keys.
        #expect(try parse(text)["merged"]?.json == ["b": 1, "c": 3, "d": 2, "a": 1])
    }

    @Test("merge once: a second '<<' is a key that stands twice")
    func mergeTwice() {
        #expect(failure("a: {<<: {x: 1}, <<: {y: 2}}\n") == "line 1, column 17: this key stands twice in its map")
    }

    @Test("may be given anew; an alias means the last one above it")
    func anchorsAgain() throws {
        #expect(try parse("- &a 1\n- *a\n- &a 2\n- *a\n").json == [1, 1, 2, 2])
    }

    @Test("leave the places of what they name")
    func marks() throws {
        let node = try parse("base: &base\n  x: 1\nother:\n  <<: *base\n  y: 2\n")
        let merged = try #require(node["other"]?.mapping?.first)
        #expect(merged.keyMark == YAMLMark(line: 2, column: 3))
        #expect(merged.value.mark == YAMLMark(line: 2, column: 6))
    }
}
