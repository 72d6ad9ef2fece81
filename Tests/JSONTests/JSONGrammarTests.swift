import JSON
import Testing

@Suite("The grammar of RFC 8259")
struct JSONGrammarTests {
    static let accepted = [
        // Arrays and objects.
        "[]", "[ ]", "[[]]", "[[] ]", " [1 ] ", "[\"\"]", "[1,null,true,false,\"a\",{}]", "[ 1 , 2 ]", "[1\n]",
        "{}", "{ }", "{\"\":0}", "{\"a\":[]}", "{\"a\":1,\"b\":2}", "{ \"a\" : 1 , \"b\" : { } }",
        "{\"a\":{\"a\":{\"a\":null}}}", "{\"asd\":\"sdf\", \"dfg\":\"fgh\"}", "{\n\"a\": \"b\"\n}",
        "{\"foo\\u0000bar\": 42}", "[{\"a\":1},{\"a\":1}]",
        // White space around everything.
        " \t\r\n{ \t\r\n\"a\" \t\r\n: \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n] \t\r\n} \t\r\n",
        // Scalars as documents.
        "null", "true", "false", "0", "-0", "42", "\"\"", "\"a\"", " null ", "\n7\n",
        // Numbers.
        "[123e65]", "[0e+1]", "[0e1]", "[ 4]", "[-0.000000000000000000000001]", "[20e1]", "[-0]", "[-123]", "[-1]",
        "[1E22]", "[1E-2]", "[1E+2]", "[123e45]", "[123.456e78]", "[1e-2]", "[1e+2]", "[123]", "[123.456789]",
        "[1e0000001]", "[1.5e-7]", "[0.1]", "[10]", "[1e999999]", "[100000000000000000000000000000000000000000]",
        // Strings.
        #"["\u0060\u012a\u12AB"]"#, #"["\uD801\udc37"]"#, #"["\ud83d\ude39\ud83d\udc8d"]"#, #"["\"\\\/\b\f\n\r\t"]"#,
        #"["\\u0000"]"#, #"["\""]"#, "[\"a/*b*/c/*d//e\"]", #"["\\a"]"#, #"["\\n"]"#, #"["\u0012"]"#, #"["\uFFFF"]"#,
        "[ \"asd\"]", #"["\uDBFF\uDFFF"]"#, #"["new\u00A0line"]"#, "[\"\u{10FFFF}\"]", "[\"\u{FFFF}\"]", "[\"\u{7F}\"]",
        "[\"€𝄞\"]", #"["\uD834\uDd1e"]"#, "[\"\u{2028}\u{2029}\"]", #"["\u002c"]"#, "[\"π\"]", "[\"asd \"]",
        #"["\u0821"]"#, #"["\u0123"]"#, "[\"⍂㈴⍂\"]", #"["\u0022"]"#, "[\"\u{FEFF}\"]", #"["\u200B"]"#, #"["\u005C"]"#,
    ]

    @Test("accepts", arguments: accepted)
    func accepts(text: String) {
        #expect(parseError(utf8(text)) == nil)
        #expect(skipError(utf8(text)) == nil)
        #expect(throws: Never.self) { try walkResult(utf8(text)).get() }
    }

    static let rejected: [(String, JSONError.Kind)] = [
        // Nothing at all.
        ("", .unexpectedEnd), (" ", .unexpectedEnd), ("\n", .unexpectedEnd),
        // Arrays.
        ("[", .unexpectedEnd), ("[1", .unexpectedEnd), ("[1,", .unexpectedEnd), ("[\"a\"", .unexpectedEnd),
        ("]", .unexpectedByte), ("[1,]", .unexpectedByte), ("[,1]", .unexpectedByte), ("[1,,2]", .unexpectedByte),
        ("[,]", .unexpectedByte), ("[1 2]", .unexpectedByte), ("[1:2]", .unexpectedByte), ("[1}", .unexpectedByte),
        ("[\"x\"]]", .trailingBytes), ("[\"\",]", .unexpectedByte), ("[3[4]]", .unexpectedByte),
        ("[*]", .unexpectedByte),
        ("[\"\": 1]", .unexpectedByte), ("[][]", .trailingBytes), ("[1],", .trailingBytes), ("[a", .unexpectedByte),
        ("[\u{0B}]", .unexpectedByte), ("[\u{0C}]", .unexpectedByte), ("[\u{A0}]", .unexpectedByte),
        ("[\u{2060}]", .unexpectedByte), ("[1]\u{0C}", .trailingBytes), ("[1]#", .trailingBytes),
        ("[{]", .unexpectedByte),
        // Objects.
        ("{", .unexpectedEnd), ("{\"a\"", .unexpectedEnd), ("{\"a\":", .unexpectedEnd), ("{\"a\":1", .unexpectedEnd),
        ("{\"a\":1,", .unexpectedEnd), ("{,", .unexpectedByte), ("}", .unexpectedByte), ("{]", .unexpectedByte),
        ("{\"a\":1,}", .unexpectedByte), ("{\"a\" 1}", .unexpectedByte), ("{\"a\",1}", .unexpectedByte),
        ("{a:1}", .unexpectedByte), ("{1:1}", .unexpectedByte), ("{'a':1}", .unexpectedByte),
        ("{null:1}", .unexpectedByte),
        ("{\"a\":1 \"b\":2}", .unexpectedByte), ("{\"a\":1,,\"b\":2}", .unexpectedByte), ("{:1}", .unexpectedByte),
        ("{\"a\"::1}", .unexpectedByte), ("{\"a\":}", .unexpectedByte), ("{\"a\":1]", .unexpectedByte),
        ("{\"a\":1}{}", .trailingBytes), ("{\"a\":1}/**/", .trailingBytes), ("{\"a\":1}//", .trailingBytes),
        ("{\"a\":/*c*/1}", .unexpectedByte), ("{[]:1}", .unexpectedByte), ("{\"a\":1}}", .trailingBytes),
        // Literals.
        ("nul", .unexpectedEnd), ("nulx", .unexpectedByte), ("tru", .unexpectedEnd), ("fals", .unexpectedEnd),
        ("True", .unexpectedByte), ("NULL", .unexpectedByte), ("nan", .unexpectedByte), ("NaN", .unexpectedByte),
        ("Infinity", .unexpectedByte), ("-Infinity", .invalidNumber), ("undefined", .unexpectedByte),
        ("truefalse", .trailingBytes), ("true,", .trailingBytes), ("'a'", .unexpectedByte),
        ("[nulll]", .unexpectedByte),
        // Numbers.
        ("-", .unexpectedEnd), ("+1", .unexpectedByte), (".5", .unexpectedByte), ("[-01]", .invalidNumber),
        ("[01]", .invalidNumber), ("[00]", .invalidNumber), ("[1.]", .invalidNumber), ("1.", .unexpectedEnd),
        ("[-.5]", .invalidNumber), ("[1e]", .invalidNumber), ("[1e+]", .invalidNumber), ("[1E-]", .invalidNumber),
        ("1e", .unexpectedEnd), ("1e-", .unexpectedEnd), ("[0x1]", .unexpectedByte), ("[1_0]", .unexpectedByte),
        ("[1.5.6]", .unexpectedByte), ("[1e5.6]", .unexpectedByte), ("[--1]", .invalidNumber),
        ("[1-2]", .unexpectedByte),
        ("[.e1]", .unexpectedByte), ("[1.e1]", .invalidNumber), ("[-]", .invalidNumber), ("[1a]", .unexpectedByte),
        ("[1e1e1]", .unexpectedByte), ("[- 1]", .invalidNumber), ("[１]", .unexpectedByte), ("0 1", .trailingBytes),
        // Strings.
        ("\"", .unexpectedEnd), ("\"a", .unexpectedEnd), ("\"\\", .unexpectedEnd), (#""\u"#, .unexpectedEnd),
        (#""\u12"#, .unexpectedEnd), (#"["\x00"]"#, .invalidEscape), (#"["\a"]"#, .invalidEscape),
        (#"["\'"]"#, .invalidEscape),
        (#"["\u00A"]"#, .invalidEscape), (#"["\u00G0"]"#, .invalidEscape), (#"["\U0041"]"#, .invalidEscape),
        (#"["\ "]"#, .invalidEscape), (#"["\🌀"]"#, .invalidEscape), (#"["\u{41}"]"#, .invalidEscape),
        (#"["\u+041"]"#, .invalidEscape), ("[\"a\u{0}a\"]", .controlCharacter), ("[\"a\nb\"]", .controlCharacter),
        ("[\"\t\"]", .controlCharacter), ("[\"\u{1F}\"]", .controlCharacter), ("[\"\\\n\"]", .invalidEscape),
        (#"["\uD800"]"#, .invalidEscape), (#"["\uDC00"]"#, .invalidEscape), (#"["\uD800\n"]"#, .invalidEscape),
        (#"["\uD800x"]"#, .invalidEscape), (#"["\uD800\uD800"]"#, .invalidEscape),
        (#"["\uDFFF\uD800"]"#, .invalidEscape),
        (#"["\uD800\u0041"]"#, .invalidEscape), (#"["\ud800abc"]"#, .invalidEscape), (#"["\uD800\"#, .unexpectedEnd),
        (#"{"\uD800":1}"#, .invalidEscape), (#""\uD800"#, .unexpectedEnd), ("\"a\"b", .trailingBytes),
        // A byte order mark (RFC 8259 §8.1).
        ("\u{FEFF}{}", .unexpectedByte), ("{}\u{FEFF}", .trailingBytes), ("\u{FEFF}", .unexpectedByte),
    ]

    @Test("refuses", arguments: rejected)
    func refuses(text: String, kind: JSONError.Kind) {
        #expect(parseError(utf8(text))?.kind == kind)
        #expect(skipError(utf8(text))?.kind == kind)
        #expect(throws: JSONError.self) { try walkResult(utf8(text)).get() }
    }

    static let offsets: [(String, JSONError)] = [
        ("{\"a\":1,}", JSONError(.unexpectedByte, at: 7)), ("[1 x]", JSONError(.unexpectedByte, at: 3)),
        ("[\"ab\u{1}\"]", JSONError(.controlCharacter, at: 4)), ("[\"ab\\x\"]", JSONError(.invalidEscape, at: 4)),
        ("{\"a\":1,\"b\":2,\"a\":3}", JSONError(.duplicateKey, at: 13)), ("[1,2] 3", JSONError(.trailingBytes, at: 6)),
        ("[1,02]", JSONError(.invalidNumber, at: 3)), ("{\"a\":", JSONError(.unexpectedEnd, at: 5)),
        ("[\"\\uD800\\u0041\"]", JSONError(.invalidEscape, at: 2)), ("[truX]", JSONError(.unexpectedByte, at: 4)),
    ]

    @Test("says where a fault is", arguments: offsets)
    func locates(text: String, error: JSONError) {
        #expect(parseError(utf8(text)) == error)
    }

    @Test("accepts no other single byte as a document, and no other byte in a place of structure")
    func everyByte() {
        for byte in UInt8.min...UInt8.max {
            #expect((parseError([byte]) == nil) == (0x30...0x39).contains(byte))
            let isSpace = [0x20, 0x09, 0x0A, 0x0D].contains(byte)
            #expect((parseError(utf8("[1") + [byte] + utf8("]")) == nil) == (isSpace || (0x30...0x39).contains(byte)))
            #expect((parseError(utf8("{\"a\"") + [byte] + utf8(":1}")) == nil) == isSpace)
            #expect((parseError(utf8("[]") + [byte]) == nil) == isSpace)
        }
    }
}
