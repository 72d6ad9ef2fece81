import HTTP
import Testing

@Suite("A URL as it is sent")
struct WireURLTests {
    @Test("is taken apart without decoding anything")
    func isTakenApart() {
        let url = WireURL("HTTPS://User:pw@Host.Example:8443/a%2Fb//c/?x=%20&y#fragment")
        #expect(url.scheme == "https")
        #expect(url.authority == "Host.Example:8443")
        #expect(url.host == "host.example")
        #expect(url.port == "8443")
        #expect(url.path == "/a%2Fb//c/")
        #expect(url.query == "x=%20&y")
        #expect(!url.hasPlainAuthority)
    }

    @Test(
        "has a path even where it is not written",
        arguments: [("https://a", "/", ""), ("https://a?b/c", "/", "b/c"), ("https://a/#b?c", "/", "")]
    )
    func hasAPath(text: String, path: String, query: String) {
        #expect(WireURL(text).path == path)
        #expect(WireURL(text).query == query)
        #expect(WireURL(text).host == "a")
    }

    @Test(
        "is loopback only for this machine's names and addresses",
        arguments: [
            ("http://localhost", true), ("http://LOCALHOST:80/x", true), ("http://127.0.0.1:4566", true),
            ("http://127.255.255.254", true), ("http://[::1]:4566", true),
            ("http://127.0.0.1.example.com", false), ("http://127.1", false), ("http://127.0.0.256", false),
            ("http://128.0.0.1", false), ("http://localhost.example.com", false), ("http://0x7f.0.0.1", false),
            ("http://127.0.0.", false), ("http://[::2]", false), ("http://10.0.0.1", false), ("http://", false),
        ]
    )
    func knowsLoopback(text: String, isLoopback: Bool) {
        #expect(WireURL(text).isLoopback == isLoopback)
    }

    @Test(
        "has a plain authority only when every reader agrees on the host",
        arguments: [
            ("http://localhost:80", true), ("http://[::1]:80/a", true), ("http://a_b-c.d1", true),
            ("http://localhost@evil.example", false), ("http://evil.example\\@localhost", false),
            ("http://localhost%2eevil.example", false), ("http://localhost:80:80", false), ("http://localhost:", false),
            ("http://localhost:99999", false), ("http://:80", false), ("http://local host", false), ("http://", false),
            ("http://é", false), ("http://a\u{338}/", false), ("localhost", true),
        ]
    )
    func knowsPlainAuthorities(text: String, isPlain: Bool) {
        #expect(WireURL(text).hasPlainAuthority == isPlain)
    }

    @Test("does not take a slash with a combining mark for something else")
    func readsBytes() {
        #expect(WireURL("http://localhost/\u{338}@evil.example").host == "localhost")
    }
}
