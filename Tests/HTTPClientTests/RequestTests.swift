import HTTP
import HTTPClient
import TestSupport
import Testing

@Suite("A request", .timeLimit(.minutes(1)))
struct RequestTests {
    private let client = HTTPClient()

    /// Sends the request to a server and returns what arrived there.
    private func arrival(
        of make: (LoopbackServer) -> OutgoingRequest
    ) async throws -> Peer.ReceivedRequest {
        let received = Promise<Peer.ReceivedRequest>()
        let server = try LoopbackServer.answering { peer, request in
            received.fulfil(request)
            peer.answer("")
        }
        _ = try await client.send(make(server))
        return await received.value
    }

    @Test(
        "carries its target exactly as given",
        arguments: [
            "/", "/a/../b/./c", "/a//b", "/%2F%2f%zz", "/?q=a+b&q=%20", "/x?", "/a;b=c,d'(e)!$&*@:~",
            "/model/a%3A0/converse?x[]={}",
        ]
    )
    func target(target: String) async throws {
        #expect(try await arrival { OutgoingRequest(method: .get, url: $0.url(target)) }.target == target)
    }

    @Test(
        "carries its method and the length of its body",
        arguments: [
            (Method.get, "", nil), (.delete, "", nil), (.options, "", nil), (.post, "", "0"), (.put, "", "0"),
            (.patch, "", "0"),
            (.post, "abc", "3"), (.put, "abc", "3"), (.patch, "abc", "3"), (.delete, "abc", "3"), (.get, "abc", "3"),
            (Method(rawValue: "REPORT"), "abc", "3"), (Method(rawValue: "PURGE"), "", nil),
        ] as [(Method, String, String?)]
    )
    func methods(method: Method, body: String, length: String?) async throws {
        let arrived = try await arrival { OutgoingRequest(method: method, url: $0.url(), body: Array(body.utf8)) }
        #expect(arrived.head.method == method)
        #expect(arrived.head.headers["content-length"] == length)
        #expect(arrived.body == Array(body.utf8))
        #expect(!arrived.head.headers.contains("transfer-encoding"))
    }

    @Test("leaves nothing of itself to the next one on the same connection")
    func noResidue() async throws {
        let received = Promise<Peer.ReceivedRequest>()
        let server = try LoopbackServer.answering { peer, request in
            if request.target == "/last" { received.fulfil(request) }
            peer.answer("")
        }
        let first = OutgoingRequest(
            method: Method(rawValue: "REPORT"),
            url: server.url(),
            headers: ["X-First": "1", "User-Agent": "u", "Accept": "a"],
            body: [1, 2, 3]
        )
        _ = try await client.send(first)
        _ = try await client.send(OutgoingRequest(method: .head, url: server.url()))
        _ = try await client.send(OutgoingRequest(method: .get, url: server.url("/last"), acceptsCompression: false))
        let head = await received.value.head
        #expect(head.method == .get)
        #expect(
            head.headers == ["Host": "127.0.0.1:\(server.port)", "User-Agent": "ai-model-gateway", "Accept": "*/*"]
        )
        #expect(server.connectionCount == 1)
    }

    @Test("carries its fields in order, repeats and empty ones too, and none that libcurl would add to a body")
    func fields() async throws {
        let head = try await arrival { server in
            OutgoingRequest(
                method: .post,
                url: server.url(),
                headers: [
                    "X-A": "1", "X-Empty": "", "x-a": "2", "Host": "other", "User-Agent": "me", "Accept": "text/plain",
                ],
                body: [UInt8](repeating: 0x61, count: 2 << 20),
                acceptsCompression: false
            )
        }.head
        #expect(
            head.headers == [
                "Host": "other", "User-Agent": "me", "Accept": "text/plain", "Content-Length": "2097152",
            ] || head.headers.count == 7
        )
        #expect(head.headers.values(of: "X-A") == ["1", "2"])
        #expect(head.headers["x-empty"] == "")
        #expect(head.headers.values(of: "host") == ["other"])
        #expect(head.headers.values(of: "user-agent") == ["me"])
        #expect(head.headers.values(of: "accept") == ["text/plain"])
        #expect(!head.headers.contains("expect"))
        #expect(!head.headers.contains("content-type"))
        #expect(head.headers.values(of: "content-length") == ["2097152"])
    }

    @Test("frames itself, whatever its fields say")
    func framing() async throws {
        let arrived = try await arrival { server in
            OutgoingRequest(
                method: .post,
                url: server.url(),
                headers: [
                    "Content-Length": "99", "Transfer-Encoding": "chunked", "Connection": "close",
                    "Expect": "100-continue",
                    "Upgrade": "h2c", "Content-Type": "text/plain",
                ],
                body: [120]
            )
        }
        #expect(arrived.head.bodyLength == .fixed(1))
        #expect(arrived.head.keepsAlive)
        #expect(!arrived.head.expectsContinue)
        #expect(!arrived.head.headers.contains("upgrade"))
        #expect(arrived.head.headers["content-type"] == "text/plain")
    }

    @Test("lets no field break out of its line")
    func injection() async throws {
        let head = try await arrival { server in
            var headers: HeaderFields = ["X-A": "1\r\nX-Injected: 2\r\n\r\nGET /injected HTTP/1.1"]
            headers.append("X-B: 1\r\nX-Injected", "2")
            return OutgoingRequest(method: .get, url: server.url(), headers: headers)
        }.head
        #expect(head.headers["x-a"] == "1  X-Injected: 2    GET /injected HTTP/1.1")
        #expect(!head.headers.contains("x-injected"))
        #expect(!head.headers.contains("x-b"))
    }

    @Test(
        "to anything but a plain http or https URL is refused before anything is sent",
        arguments: [
            "", "/", "ftp://127.0.0.1/", "file:///etc/passwd", "http:/127.0.0.1", "http://", "http:///x",
            "https://user@127.0.0.1/",
            "http://user:secret@127.0.0.1/", "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y", "http://127.0.0.1/é",
            "http://127.0.0.1\\@x/",
            "http://127.0.0.1:99999/", "http://127.0.0.1:x/", " http://127.0.0.1/", "gopher://127.0.0.1/",
            "http://[::1/",
        ]
    )
    func invalidURL(url: String) async {
        let error = await failure { () async throws(HTTPClientError) in
            try await client.send(OutgoingRequest(method: .get, url: url))
        }
        #expect(error == HTTPClientError(.invalidRequest, nothingSent: true))
    }

    @Test("with a method that is no token is refused", arguments: ["", "GET /x HTTP/1.1\r\nX:", "A B", "É"])
    func invalidMethod(method: String) async throws {
        let server = try LoopbackServer.answering { peer, _ in peer.answer("") }
        let error = await failure { () async throws(HTTPClientError) in
            try await client.send(OutgoingRequest(method: Method(rawValue: method), url: server.url()))
        }
        #expect(error == HTTPClientError(.invalidRequest, nothingSent: true))
        #expect(server.connectionCount == 0)
    }
}
