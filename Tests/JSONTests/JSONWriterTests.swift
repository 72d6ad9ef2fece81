import JSON
import Testing

@Suite("A JSON writer")
struct JSONWriterTests {
    @Test("puts the commas and colons")
    func structure() {
        var writer = JSONWriter(reservingCapacity: 64)
        writer.beginObject()
        writer.member("a", 1)
        writer.key("b")
        writer.beginArray()
        writer.endArray()
        writer.key("c")
        writer.beginArray()
        writer.null()
        writer.beginObject()
        writer.endObject()
        writer.bool(false)
        writer.string("x")
        writer.raw(utf8("{\"raw\":[1]}"))
        writer.int(-5)
        writer.double(0.25)
        writer.value([1, nil])
        writer.endArray()
        writer.member("d", "text")
        writer.member("e", true)
        writer.member("f", 1.5)
        writer.member("g", ["h": []])
        writer.endObject()
        let text =
            #"{"a":1,"b":[],"c":[null,{},false,"x",{"raw":[1]},-5,0.25,[1,null]],"d":"text","e":true,"f":1.5,"g":{"h":[]}}"#
        #expect(writer.bytes == utf8(text))
    }

    @Test("escapes what RFC 8259 demands and nothing else")
    func escapes() throws {
        let all = String(String.UnicodeScalarView((0..<0x100).compactMap(Unicode.Scalar.init))) + "/\u{2028}\u{2029}😀"
        var writer = JSONWriter()
        writer.string(all)
        let expected =
            "\"" + #"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#
            + #"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"#
            + all.unicodeScalars.dropFirst(0x20).map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
        #expect(writer.bytes == utf8(expected))
        #expect(try JSONValue(parsing: writer.bytes).string == all)
    }

    @Test("escapes names as it does strings")
    func names() {
        let value: JSONValue = ["a\"b\n": 1]
        #expect(value.serialized() == utf8(#"{"a\"b\n":1}"#))
    }

    @Test("writes UTF-8 as it stands, and mends what is not UTF-8")
    func bytes() {
        var writer = JSONWriter()
        writer.beginArray()
        writer.string(utf8: utf8("é\"😀\n"))
        writer.string(utf8: utf8("xxabcxx")[2..<5])
        writer.string(utf8: [0x61, 0xFF, 0xED, 0xA0, 0x80, 0x62])
        writer.string(utf8: [0x61, 0xC3])
        writer.endArray()
        let mended = String(decoding: [0x61, 0xFF, 0xED, 0xA0, 0x80, 0x62] as [UInt8], as: UTF8.self)
        #expect(writer.bytes == utf8("[\"é\\\"😀\\n\",\"abc\",\"\(mended)\",\"a\u{FFFD}\"]"))
        #expect(parseError(writer.bytes) == nil)
    }

    @Test("writes numbers that have no JSON as null", arguments: [Double.nan, .infinity, -.infinity])
    func nonFinite(value: Double) {
        var writer = JSONWriter()
        writer.double(value)
        #expect(writer.bytes == utf8("null"))
    }
}
