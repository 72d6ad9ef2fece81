import Glibc
import HTTP
import HTTPClient
import TestSupport
import Testing

/// Each test runs in a process of its own, because proxies are named in the environment.
@Suite("A proxy", .timeLimit(.minutes(1)))
struct ProxyTests {
    /// What the environment may say of proxies.
    private static let variables = [
        "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
    ]

    private static func setEnvironment(_ values: [String: String]) {
        for name in variables { unsetenv(name) }
        for (name, value) in values { setenv(name, value, 1) }
    }

    @Test("is not asked for this machine, whatever the environment says")
    func loopback() async {
        await #expect(processExitsWith: .success) {
            let server = try LoopbackServer.answering { peer, request in peer.answer(request.target) }
            let nobody = "http://127.0.0.1:\(BoundSocket().port)"
            Self.setEnvironment([
                "http_proxy": nobody, "https_proxy": nobody, "HTTPS_PROXY": nobody, "all_proxy": nobody,
                "ALL_PROXY": nobody,
            ])
            let response = try await HTTPClient().send(OutgoingRequest(method: .get, url: server.url("/x")))
            #expect(response.text == "/x")
        }
    }

    @Test("is asked for other hosts, with the whole URL")
    func plain() async {
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer.answering { peer, request in peer.answer(request.target) }
            for name in ["http_proxy", "all_proxy", "ALL_PROXY"] {
                Self.setEnvironment([name: proxy.url()])
                let request = OutgoingRequest(method: .get, url: "http://server.invalid/a?b=c")
                #expect(try await HTTPClient().send(request).text == "http://server.invalid/a?b=c")
            }
        }
    }

    @Test("is not asked for hosts it is not for")
    func exceptions() async {
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer.answering { peer, _ in peer.answer("") }
            let host = String(repeating: "a", count: 70) + ".invalid"
            for name in ["no_proxy", "NO_PROXY"] {
                Self.setEnvironment(["http_proxy": proxy.url(), name: "elsewhere.invalid,.invalid"])
                let error = await HTTPClient().error(of: OutgoingRequest(method: .get, url: "http://\(host)/"))
                #expect(error == HTTPClientError(.nameResolution, nothingSent: true))
            }
            #expect(proxy.connectionCount == 0)
        }
    }

    @Test("that opens no tunnel keeps the host out of reach, nothing sent")
    func tunnel() async {
        await #expect(processExitsWith: .success) {
            let answers = [
                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\n\r\nnever", "HTTP/1.1 502 Bad Gateway\r\n\r\n",
                "garbage\r\n\r\n", "", "HTTP/1.1 2",
            ]
            for answer in answers {
                let target = Promise<String>()
                let proxy = try LoopbackServer { peer in
                    // CONNECT has no request target that a parser for servers would take.
                    target.fulfil(String(decoding: peer.receive() ?? [], as: UTF8.self))
                    peer.send(answer)
                }
                Self.setEnvironment(["https_proxy": proxy.url()])
                let request = OutgoingRequest(method: .post, url: "https://server.invalid/secret", body: [1])
                let error = await HTTPClient().error(of: request)
                #expect(error == HTTPClientError(.connect, nothingSent: true), "\(answer)")
                let asked = await target.value
                #expect(asked.hasPrefix("CONNECT server.invalid:443 HTTP/1.1\r\n"))
                #expect(!asked.contains("secret"))
            }
        }
    }

    @Test("that opens a tunnel to something else than the host is found out by TLS")
    func wrongTunnel() async {
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer { peer in
                _ = peer.receive()
                peer.send("HTTP/1.1 200 Connected\r\n\r\n")
                _ = peer.receive()
                peer.send("this is no TLS")
            }
            Self.setEnvironment(["https_proxy": proxy.url()])
            let request = OutgoingRequest(method: .post, url: "https://server.invalid/", body: [1])
            #expect(await HTTPClient().error(of: request) == HTTPClientError(.tls(.handshake), nothingSent: true))
        }
    }

    @Test("that nobody serves is a refused connection, and one without an address fails to resolve")
    func unreachable() async {
        await #expect(processExitsWith: .success) {
            let socket = BoundSocket()
            let request = OutgoingRequest(method: .get, url: "http://server.invalid/")
            Self.setEnvironment(["http_proxy": "http://127.0.0.1:\(socket.port)"])
            #expect(
                await HTTPClient().error(of: request) == HTTPClientError(.connectionRefused, nothingSent: true)
            )
            Self.setEnvironment(["http_proxy": "http://\(String(repeating: "a", count: 70)).invalid"])
            #expect(await HTTPClient().error(of: request) == HTTPClientError(.nameResolution, nothingSent: true))
        }
    }

    @Test("is not needed to find out that a host has no name, or no way leads there")
    func direct() async {
        await #expect(processExitsWith: .success) {
            Self.setEnvironment([:])
            let host = String(repeating: "a", count: 70) + ".invalid"
            let unknown = await HTTPClient().error(of: OutgoingRequest(method: .get, url: "http://\(host)/"))
            #expect(unknown == HTTPClientError(.nameResolution, nothingSent: true))
            // Nothing is ever connected to a broadcast address.
            let nowhere = await HTTPClient().error(of: OutgoingRequest(method: .get, url: "http://255.255.255.255/"))
            #expect(nowhere == HTTPClientError(.connect, nothingSent: true))
        }
    }
}
