import JSON
import Testing

@Suite("A JSON reader")
struct JSONReaderTests {
    @Test("reads what it is asked for and skips the rest")
    func walks() throws {
        let text =
            #" { "skip" : {"a":[1,2,{"b":"]}"}]} , "s" : "a\nb", "i":7,"d":1.5,"t":true,"n":null,"l":[1,"x"], "v":{"k":[]} } "#
        var reader = JSONReader(utf8(text))
        #expect(try reader.peek() == .object)
        try reader.beginObject()
        #expect(try reader.nextKey() == "skip")
        let range = try reader.skipValue()
        #expect(Array(utf8(text)[range]) == utf8(#"{"a":[1,2,{"b":"]}"}]}"#))
        #expect(try reader.nextKey() == "s")
        #expect(try reader.readString() == "a\nb")
        #expect(try reader.nextKey() == "i")
        #expect(try reader.readInt() == 7)
        #expect(try reader.nextKey() == "d")
        #expect(try reader.readDouble() == 1.5)
        #expect(try reader.nextKey() == "t")
        #expect(try !reader.readIfNull())
        #expect(try reader.readBool())
        #expect(try reader.nextKey() == "n")
        #expect(try reader.readIfNull())
        #expect(try reader.nextKey() == "l")
        try reader.beginArray()
        #expect(try reader.nextElement())
        #expect(try reader.readNumber().literal == "1")
        #expect(try reader.nextElement())
        #expect(try reader.readStringBytes() == utf8("x"))
        #expect(try !reader.nextElement())
        #expect(try reader.nextKey() == "v")
        #expect(try reader.readValue() == ["k": []])
        #expect(try reader.nextKey() == nil)
        try reader.finish()
    }

    @Test("stands where the next unread byte is")
    func position() throws {
        let bytes = utf8("  [ 12 , 3 ]")
        var reader = JSONReader(bytes)
        #expect(reader.position == 0)
        #expect(try reader.peek() == .array)
        #expect(reader.position == 2)
        try reader.beginArray()
        _ = try reader.nextElement()
        #expect(try reader.skipValue() == 4..<6)
        #expect(reader.position == 6)
    }

    @Test("keeps to its range, and counts offsets from the start of the bytes")
    func range() throws {
        let bytes = utf8(#"xx{"a":[1,2]}yy"#)
        var reader = JSONReader(bytes, range: 2..<13)
        #expect(try reader.readValue() == ["a": [1, 2]])
        try reader.finish()
        var short = JSONReader(bytes, range: 2..<12)
        #expect(throws: JSONError(.unexpectedEnd, at: 12)) { try short.skipValue() }
        var empty = JSONReader(bytes, range: 5..<5)
        #expect(throws: JSONError(.unexpectedEnd, at: 5)) { try empty.peek() }
        var string = JSONReader(bytes, range: 3..<6)
        #expect(try string.readString() == "a")
        try string.finish()
    }

    @Test("tells the kind that is there from the one it is asked for, and can read on")
    func wrongType() throws {
        var reader = JSONReader(utf8(#" {"a":1}"#))
        #expect(throws: JSONError(.wrongType(expected: .array, found: .object), at: 1)) { try reader.beginArray() }
        #expect(throws: JSONError(.wrongType(expected: .string, found: .object), at: 1)) { try reader.readString() }
        try reader.beginObject()
        _ = try reader.nextKey()
        #expect(throws: JSONError(.wrongType(expected: .bool, found: .number), at: 6)) { try reader.readBool() }
        #expect(throws: JSONError(.wrongType(expected: .null, found: .number), at: 6)) { try reader.readNull() }
        #expect(throws: JSONError(.wrongType(expected: .object, found: .number), at: 6)) { try reader.beginObject() }
        #expect(try reader.readInt() == 1)
        #expect(
            JSONError(.wrongType(expected: .bool, found: .number), at: 6).description
                == "expected boolean, found number at offset 6"
        )
    }

    @Test("does not step over a value that was not read, nor read where there is none")
    func misuse() throws {
        var reader = JSONReader(utf8(#"{"a":1,"b":2}"#))
        #expect(throws: JSONError.self) { try reader.nextKey() }
        try reader.beginObject()
        #expect(throws: JSONError.self) { try reader.readInt() }
        #expect(throws: JSONError.self) { try reader.nextElement() }
        _ = try reader.nextKey()
        #expect(throws: JSONError.self) { try reader.nextKey() }
        #expect(throws: JSONError.self) { try reader.finish() }
        var scalars = JSONReader(utf8("1 2"))
        #expect(try scalars.readInt() == 1)
        #expect(throws: JSONError.self) { try scalars.readInt() }
        #expect(throws: JSONError(.trailingBytes, at: 2)) { try scalars.finish() }
    }

    @Test("reads a long body out of an event as it was before it was put there", arguments: [0, 1, 7, 8, 31, 100_000])
    func body(length: Int) throws {
        let content = String(repeating: "Zeile mit \"Zitat\" und \\ und é\n", count: length / 30 + 1).prefix(length)
        let body = JSONValue.object([
            "model": "m", "messages": [["role": "user", "content": .string(String(content))]],
        ]).serialized()
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("path", "/v1/chat/completions")
        writer.key("body")
        writer.string(utf8: body)
        writer.member("isBase64Encoded", false)
        writer.endObject()
        var reader = JSONReader(writer.bytes)
        try reader.beginObject()
        #expect(try reader.nextKey() == "path")
        try reader.skipValue()
        #expect(try reader.nextKey() == "body")
        #expect(try reader.readStringBytes() == body)
        #expect(try reader.nextKey() == "isBase64Encoded")
        #expect(try reader.readBool() == false)
        #expect(try reader.nextKey() == nil)
        try reader.finish()
    }
}

@Suite("A JSON reader that looks for some members")
struct JSONReaderKeysTests {
    private static let keys: JSONKeys = ["a", "long name of a member", "é", "b"]

    private func read(_ text: String, _ limits: JSONLimits) throws(JSONError) -> [String] {
        var reader = JSONReader(utf8(text), limits: limits)
        var found: [String] = []
        try reader.beginObject()
        while let key = try reader.nextKey(of: Self.keys) {
            found.append(key)
            found.append(try reader.readString())
        }
        try reader.finish()
        return found
    }

    @Test(
        "gets these, with escapes or without, and steps over the others",
        arguments: [JSONLimits.default, JSONLimits(duplicateKeys: .lastWins)]
    )
    func finds(limits: JSONLimits) throws {
        let text = #"""
             {"x":{"a":[1,{"b":2}]},"b":"1","c":null , "long name of a member" : "2","long name of a membes":0,
            "\u00e9":"3","":[],"\u0061":"4","aa":5,"e":"f"}
            """#
        #expect(try read(text, limits) == ["b", "1", "long name of a member", "2", "é", "3", "a", "4"])
        #expect(try read("{}", limits) == [])
        #expect(try read(#"{"c":1}"#, limits) == [])
    }

    @Test("checks what it steps over")
    func checks() throws {
        for limits in [JSONLimits.default, JSONLimits(duplicateKeys: .lastWins)] {
            #expect(throws: JSONError(.invalidNumber, at: 5)) { try read(#"{"c":01,"a":"1"}"#, limits) }
            #expect(throws: JSONError(.unexpectedByte, at: 6)) { try read(#"{"c":1:"a":"1"}"#, limits) }
            #expect(throws: JSONError(.unexpectedEnd, at: 6)) { try read(#"{"c":1"#, limits) }
        }
        #expect(throws: JSONError(.duplicateKey, at: 7)) { try read(#"{"c":1,"c":2}"#, .default) }
        #expect(throws: JSONError(.duplicateKey, at: 9)) { try read(#"{"a":"1","a":"2"}"#, .default) }
        #expect(
            try read(#"{"a":"1","c":0,"c":0,"a":"2"}"#, JSONLimits(duplicateKeys: .lastWins)) == ["a", "1", "a", "2"]
        )
    }
}
