import Testing

@testable import HTTPClient

@Suite("A request's URL")
struct RequestTargetTests {
    @Test(
        "asks no proxy for this machine and its own link",
        arguments: [
            ("http://localhost", true), ("HTTPS://LOCALHOST:8080/x", true), ("http://a.localhost/", true),
            ("http://127.0.0.1?x", true),
            ("http://127.255.0.9#x", true), ("http://[::1]:80/", true), ("http://localhost.example.com/", false),
            ("http://notlocalhost/", false), ("http://127.0.0.1.example.com/", false), ("http://127.0.0/", false),
            ("http://128.0.0.1/", false),
            ("http://127.0.0.256/", false), ("http://[::2]/", false), ("https://api.example.com/localhost", false),
            ("http://169.254.169.254/latest", true), ("http://[FD00:EC2::254]/", true),
            ("http://169.254.170.2/v2", true),
            ("http://169.254.170.23/v1", true), ("http://[fd00:ec2::23]:80/", true), ("http://169.254.170.22/", false),
            ("http://example.com?127.0.0.1", false), ("http://example.com#@localhost", false),
        ]
    )
    func direct(url: String, expected: Bool) throws {
        #expect(try #require(RequestTarget(url: url)).isDirect == expected)
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
