import JSON
import Testing

@Suite("A JSON value")
struct JSONValueTests {
    let value: JSONValue = [
        "null": nil, "bool": true, "int": 7, "double": 0.5, "string": "é", "array": [1, [], [:], "x"],
        "object": ["z": 1, "a": 2],
    ]

    @Test("is written as literals, in their order")
    func literals() {
        let text =
            #"{"null":null,"bool":true,"int":7,"double":0.5,"string":"é","array":[1,[],{},"x"],"object":{"z":1,"a":2}}"#
        #expect(value.serialized() == utf8(text))
    }

    @Test("gives what it holds and nothing else")
    func access() {
        #expect(value["null"]?.isNull == true)
        #expect(value["bool"]?.bool == true)
        #expect(value["int"]?.int == 7)
        #expect(value["int"]?.double == 7)
        #expect(value["double"]?.double == 0.5)
        #expect(value["double"]?.int == nil)
        #expect(value["string"]?.string == "é")
        #expect(value["array"]?.array?.count == 4)
        #expect(value["object"]?.object?.keys == ["z", "a"])
        #expect(value["array"]?[3] == "x")
        #expect(value["array"]?[4] == nil)
        #expect(value["array"]?[-1] == nil)
        #expect(value["string"]?["x"] == nil)
        #expect(value["string"]?[0] == nil)
        #expect(value["int"]?.string == nil)
        #expect(value["bool"]?.int == nil)
        #expect(value["missing"] == nil)
    }

    @Test("names its kind for messages")
    func kinds() {
        let names = value.object?.map { $0.value.kind.description }
        #expect(names == ["null", "boolean", "number", "number", "string", "array", "object"])
    }

    @Test("is written for people with an indent, in order and without a last newline")
    func pretty() throws {
        let text = """
            {
              "b": [
                1,
                {
                  "c": null
                }
              ],
              "a": {},
              "e": []
            }
            """
        #expect(try parse(text).serialized(indent: 2) == utf8(text))
        #expect(JSONValue.array([1]).serialized(indent: 0) == utf8("[\n1\n]"))
        #expect(JSONValue.string("x").serialized(indent: 4) == utf8("\"x\""))
    }

    static let documents = [
        #"{"z":1.0,"a":1e0,"m":[1E+05,-0,0.10],"":"","unknown":{"x":null}}"#, #"[[],{},"",0,true,false,null]"#,
        #"{"a":"\"\\\n\u0001é😀","b":123456789012345678901234567890.5}"#,
    ]

    @Test("without white space and needless escapes comes out byte for byte", arguments: documents)
    func roundTrip(text: String) throws {
        #expect(try parse(text).serialized() == utf8(text))
        #expect(try parse(text) == walkResult(utf8(text)).get())
        let pretty = try parse(text).serialized(indent: 2)
        #expect(try JSONValue(parsing: pretty).serialized() == utf8(text))
    }
}
