import HTTP
import Testing

@Suite("Percent-encoding")
struct PercentCodingTests {
    @Test(
        "leaves the unreserved characters alone and encodes every other byte",
        arguments: [
            ("AZaz09-._~", "AZaz09-._~"), ("a b+c/d", "a%20b%2Bc%2Fd"), ("é€😀", "%C3%A9%E2%82%AC%F0%9F%98%80"),
            ("%", "%25"), ("", ""),
            ("\u{0}\u{7F}", "%00%7F"),
        ]
    )
    func encoding(text: String, expected: String) {
        #expect(PercentCoding.encode(text) == expected)
        #expect(PercentCoding.decode(expected) == text)
    }

    @Test("keeps what it is told to keep")
    func keeping() {
        #expect(PercentCoding.encode("/a b/", keeping: .path) == "/a%20b/")
        #expect(PercentCoding.encode("a:b c", keeping: .init(unreservedAnd: ":")) == "a:b%20c")
    }

    @Test(
        "refuses to decode what is not encoded properly",
        arguments: ["%", "%4", "%4g", "%g4", "a%", "%C3", "%FF", "%%41", "%+1"]
    )
    func refusal(text: String) {
        #expect(PercentCoding.decode(text) == nil)
    }

    @Test("decodes both cases of digits, and no plus")
    func decoding() {
        #expect(PercentCoding.decode("%2f%2F+%c3%A9") == "//+é")
    }
}

@Suite("Query items")
struct QueryItemsTests {
    @Test(
        "are read as forms are",
        arguments: [
            ("", []), ("a=1&b=2&a=3", ["a:1", "b:2", "a:3"]), ("a", ["a:"]), ("a=", ["a:"]), ("=a", [":a"]),
            ("&&a=1&", ["a:1"]),
            ("a=b=c", ["a:b=c"]), ("a+b=c+d%2B", ["a b:c d+"]), ("%C3%A9=%E2%82%AC", ["é:€"]), ("a=%", ["a:%"]),
            ("a=%4", ["a:%4"]),
            ("a=%zz%41", ["a:%zzA"]), ("a=%FF", ["a:\u{FFFD}"]),
        ]
    )
    func parsing(query: String, expected: [String]) {
        #expect(QueryItems(parsing: query).map { "\($0.name):\($0.value)" } == expected)
    }

    @Test("come back from their own encoding")
    func roundTrip() {
        let items: QueryItems = ["a b": "1&2", "a b": "=", "é": "%"]
        #expect(items.encoded == "a%20b=1%262&a%20b=%3D&%C3%A9=%25")
        #expect(QueryItems(parsing: items.encoded) == items)
        #expect(items["a b"] == "1&2")
        #expect(items.values(of: "a b") == ["1&2", "="])
        #expect(items["none"] == nil)
    }
}
