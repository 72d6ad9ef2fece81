import JSON
import Testing
import YAML

@Suite("What is not YAML of the subset")
struct YAMLErrorTests {
    static let vectors: [(String, String)] = [
        ("a: |\n     \n  b\n", "line 2, column 1: an empty line before this text is indented more than the text"),
        ("a: |\n  b\n c: d\n", "line 3, column 2: this line belongs to nothing above it; look at its indentation"),
        (
            "a: 1.2.3\nb: 1a\nc: -\nd: --\ne: .\nf: 1-2\ng: +\nh: e5\ni: 0x\nj: 0xg\n",
            "line 3, column 4: a list cannot start here; put it on a line of its own"
        ),
        ("{a: *x}", "line 1, column 5: nothing above has an anchor of this name"),
        ("a: *x\n", "line 1, column 4: nothing above has an anchor of this name"),
        ("a: &a [*a]\n", "line 1, column 8: nothing above has an anchor of this name"),
        (
            "a: x: y\n",
            "line 1, column 5: a map cannot start here; put it on a line of its own, or quote a ':' that is text"
        ),
        (
            "a: x:y\nb: :x\nc: ::\n",
            "line 3, column 5: a map cannot start here; put it on a line of its own, or quote a ':' that is text"
        ),
        ("a: -x\nb: ?x\nc: - x\n", "line 3, column 4: a list cannot start here; put it on a line of its own"),
        ("? a\n: b\n", "line 1, column 1: '? ' and keys that are lists, maps or aliases are not read"),
        ("[? a : b]\n", "line 1, column 2: '? ' and keys that are lists, maps or aliases are not read"),
        ("? [a]\n: b\n", "line 1, column 1: '? ' and keys that are lists, maps or aliases are not read"),
        ("[a]: b\n", "line 1, column 4: '? ' and keys that are lists, maps or aliases are not read"),
        ("{a: b}: c\n", "line 1, column 7: '? ' and keys that are lists, maps or aliases are not read"),
        ("{[a]: b}\n", "line 1, column 2: '? ' and keys that are lists, maps or aliases are not read"),
        ("{{a: b}: c}\n", "line 1, column 2: '? ' and keys that are lists, maps or aliases are not read"),
        ("%YAML 1.2\n---\na: 1\n", "line 1, column 1: directives are not read"),
        ("a: 1\n---\nb: 2\n", "line 2, column 1: the document has ended, and only one is read"),
        ("a: 1\n...\n---\nb: 2\n", "line 3, column 1: the document has ended, and only one is read"),
        ("a: 1\n...\nb: 2\n", "line 3, column 1: the document has ended, and only one is read"),
        (
            "a: !foo b\n",
            "line 1, column 4: of tags only !!str, !!int, !!float, !!bool and !!null are read; quote a '!' that is text"
        ),
        (
            "a: !!binary aGk=\n",
            "line 1, column 4: of tags only !!str, !!int, !!float, !!bool and !!null are read; quote a '!' that is text"
        ),
        (
            "a: !<tag:yaml.org,2002:str> b\n",
            "line 1, column 4: of tags only !!str, !!int, !!float, !!bool and !!null are read; quote a '!' that is text"
        ),
        (
            "!!map {a: 1}\n",
            "line 1, column 1: of tags only !!str, !!int, !!float, !!bool and !!null are read; quote a '!' that is text"
        ),
        (
            "a: ! b\n",
            "line 1, column 4: of tags only !!str, !!int, !!float, !!bool and !!null are read; quote a '!' that is text"
        ),
        ("\ta: 1\n", "line 1, column 1: a tab cannot indent; use spaces"),
        ("a:\n\tb: 1\n", "line 2, column 1: a tab cannot indent; use spaces"),
        ("a:\n  b: 1\n\tc: 2\n", "line 3, column 1: a tab cannot indent; use spaces"),
        ("a: 1\na: 2\n", "line 2, column 1: this key stands twice in its map"),
        ("a: {b: 1, b: 2}\n", "line 1, column 11: this key stands twice in its map"),
        (
            "a: b\n c: d\n",
            "line 2, column 3: a map cannot start here; put it on a line of its own, or quote a ':' that is text"
        ),
        ("a:\n  b: 1\n c: 2\n", "line 3, column 2: this line belongs to nothing above it; look at its indentation"),
        ("a:\n    b: 1\n  c: 2\n", "line 3, column 3: this line belongs to nothing above it; look at its indentation"),
        ("- a\nb: 1\n", "line 2, column 1: this line belongs to nothing above it; look at its indentation"),
        ("a: 1\n- b\n", "line 2, column 1: this is a list's item where a map's key should stand"),
        ("a: - b\n", "line 1, column 4: a list cannot start here; put it on a line of its own"),
        ("a: [1, 2\n", "line 1, column 4: this bracket is never closed"),
        ("a: {b: 1\n", "line 1, column 4: this bracket is never closed"),
        ("a: 'b\n", "line 1, column 4: this quote is never closed"),
        ("a: \"b\n", "line 1, column 4: this quote is never closed"),
        ("a: \"\\q\"\n", "line 1, column 5: this is no escape sequence"),
        ("a: \"\\xZZ\"\n", "line 1, column 5: this escape sequence needs 2 digits"),
        ("a: \"\\u12\"\n", "line 1, column 5: this escape sequence needs 4 digits"),
        ("a: [1 2]]\n", "line 1, column 9: nothing can follow a value on its line but a comment"),
        ("a: [1,,2]\n", "line 1, column 7: a value is missing before this ','"),
        ("a: [,1]\n", "line 1, column 5: a value is missing before this ','"),
        ("a: }\n", "line 1, column 4: a value cannot start with this character; quote it if it is text"),
        ("a: ]\n", "line 1, column 4: a value cannot start with this character; quote it if it is text"),
        ("a: @b\n", "line 1, column 4: a value cannot start with this character; quote it if it is text"),
        ("a: `b`\n", "line 1, column 4: a value cannot start with this character; quote it if it is text"),
        ("a: %b\n", "line 1, column 4: a value cannot start with this character; quote it if it is text"),
        (
            "a: |x\n  b\n",
            "line 1, column 5: after '|' or '>' can come '+' or '-', and a digit from 1 to 9; quote it if it is text"
        ),
        (
            "a: |0\n  b\n",
            "line 1, column 5: after '|' or '>' can come '+' or '-', and a digit from 1 to 9; quote it if it is text"
        ),
        ("a: \"b\" c\n", "line 1, column 8: nothing can follow a value on its line but a comment"),
        ("a: 'b' 'c'\n", "line 1, column 8: nothing can follow a value on its line but a comment"),
        ("a: [b] c\n", "line 1, column 8: nothing can follow a value on its line but a comment"),
        ("a\nb: 1\n", "line 1, column 1: a key and its ':' stand on one line"),
        ("a: 1\nb\n", "line 2, column 1: a map's key should stand here, with ': ' after it"),
        ("a: 1\nb\nc: 2\n", "line 2, column 1: a map's key should stand here, with ': ' after it"),
        (": a\n", "line 1, column 1: a key is missing before this ':'"),
        ("- : a\n", "line 1, column 3: a key is missing before this ':'"),
        ("{: a}\n", "line 1, column 2: a key is missing before this ':'"),
        ("a: b\n\n  # c\n  d\n", "line 4, column 3: this line belongs to nothing above it; look at its indentation"),
        ("- - a\n - b\n", "line 2, column 2: this line belongs to nothing above it; look at its indentation"),
        ("a: &x &y 1\n", "line 1, column 7: a node has one anchor"),
        ("a: !!str !!str 1\n", "line 1, column 10: a node has one tag"),
        ("a: &x *y\n", "line 1, column 4: an alias has no anchor and no tag"),
        ("a: & b\n", "line 1, column 4: the name of an anchor has letters, digits, '-', '_' and '.'"),
        ("a: * b\n", "line 1, column 4: the name of an anchor has letters, digits, '-', '_' and '.'"),
        ("a: !!int abc\n", "line 1, column 10: this is not an integer"),
        ("a: !!bool maybe\n", "line 1, column 11: this is neither true nor false"),
        ("a: !!str [1]\n", "line 1, column 4: the tags that are read are those of scalars, and this is a list"),
        ("a: 'x\n---\ny'\n", "line 2, column 1: a quote is not closed before this document marker"),
        ("a: [x,\n---\ny]\n", "line 1, column 4: this bracket is never closed"),
        ("<<: 1\n", "line 1, column 5: '<<' takes a map or a list of maps"),
        ("<<: [1]\n", "line 1, column 6: '<<' takes a map or a list of maps"),
        ("a: {<<: , b: 1}\n", "line 1, column 9: '<<' takes a map or a list of maps"),
        ("a: \u{1}b\n", "line 1, column 4: a control character is not allowed"),
        ("a: b\u{7F}\n", "line 1, column 5: a control character is not allowed"),
        ("a: |\n   b\n  c\n", "line 3, column 3: this line belongs to nothing above it; look at its indentation"),
        ("a: |\n    \n  b\n", "line 2, column 1: an empty line before this text is indented more than the text"),
        ("a: b #c\n d\n", "line 2, column 2: this line belongs to nothing above it; look at its indentation"),
        (
            "x: \"a\n  b\": c\n",
            "line 2, column 5: a map cannot start here; put it on a line of its own, or quote a ':' that is text"
        ),
        ("a b\n c: d\n", "line 1, column 1: a key and its ':' stand on one line"),
        ("a: {b: c: d}\n", "line 1, column 9: a ',' or the closing bracket should stand here"),
        ("a: [b: c: d]\n", "line 1, column 9: a ',' or the closing bracket should stand here"),
        ("a: [b, c\n d: e]\n", "line 1, column 8: a key and its ':' stand on one line"),
        ("a: [-1, - ]\n", "line 1, column 9: a value cannot start with this character; quote it if it is text"),
        ("a: [1]#c\n", "line 1, column 7: nothing can follow a value on its line but a comment"),
        ("a: 'x'#c\n", "line 1, column 7: nothing can follow a value on its line but a comment"),
        (
            "a: 1\n 'b': 2\n",
            "line 2, column 5: a map cannot start here; put it on a line of its own, or quote a ':' that is text"
        ),
    ]

    @Test("is refused with its place and what is wrong", arguments: vectors)
    func refuses(yaml: String, message: String) {
        #expect(failure(yaml) == message)
    }

    @Test(
        "is refused when it is not UTF-8",
        arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]] as [[UInt8]]
    )
    func refusesInvalidUTF8(bytes: [UInt8]) {
        let message = "this is not UTF-8"
        #expect(parseError(Array("a: é\nb: ü".utf8) + bytes) == YAMLError(message, at: YAMLMark(line: 2, column: 5)))
    }

    @Test("counts lines whatever ends them, and columns in characters")
    func places() {
        #expect(failure("a: 1\r\nb: é [\r\nc: [é, @]\r\n")?.hasPrefix("line 3, column 8: ") == true)
        #expect(failure("a: 1\rb: 2\rc: @\r")?.hasPrefix("line 3, column 4: ") == true)
        #expect(failure("\u{FEFF}@")?.hasPrefix("line 1, column 1: ") == true)
    }

    @Test("never quotes the file in its message")
    func quotesNothing() {
        for text in [
            "key: sk-secret: x", "sk-secret: 1\nsk-secret: 2", "a: *sk-secret", "a: !sk-secret x", "a: 'sk-secret",
        ] {
            #expect(failure(text)?.contains("secret") == false)
        }
    }
}
