import Testing

@testable import HTTPClient

@Suite("A request's URL")
struct RequestTargetTests {
    @Test(
        "says whether the host is this machine",
        arguments: [
            ("http://localhost", true), ("HTTPS://LOCALHOST:8080/x", true), ("http://a.localhost/", true),
            ("http://127.0.0.1?x", true),
            ("http://127.255.0.9#x", true), ("http://[::1]:80/", true), ("http://localhost.example.com/", false),
            ("http://notlocalhost/", false), ("http://127.0.0.1.example.com/", false), ("http://127.0.0/", false),
            ("http://128.0.0.1/", false),
            ("http://127.0.0.256/", false), ("http://[::2]/", false), ("https://api.example.com/localhost", false),
            ("http://example.com?127.0.0.1", false), ("http://example.com#@localhost", false),
        ]
    )
    func loopback(url: String, expected: Bool) throws {
        #expect(try #require(RequestTarget(url: url)).isLoopback == expected)
    }

    @Test(
        "keeps path and query as they are, but for hosts that may be behind a proxy",
        arguments: [
            ("https://a", "/"), ("https://a?", "/?"), ("https://a/?", "/?"), ("https://a?b#c", "/?b"),
            ("https://a/%2f/../x;y?z#f", "/%2f/../x;y?z"), ("http://localhost/x", "/x"), ("http://a/x", nil),
        ]
    )
    func exactPath(url: String, expected: String?) throws {
        #expect(try #require(RequestTarget(url: url)).exactPath == expected)
    }
}
