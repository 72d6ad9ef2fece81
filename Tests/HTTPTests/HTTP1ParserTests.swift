import HTTP
import Testing

@Suite("An HTTP/1.1 parser")
struct HTTP1ParserTests {
    static let requests = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\n\r\nGET /x?y=%20z HTTP/1.1\r\nHost: a\r\nX:\r\nX: \t one  two\t \r\n\r\nOPTIONS * HTTP/1.1\r\nhost:b\r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloPUT /q HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: T\r\n\r\n"
            + "5\r\nhello\r\nA;name=value;other=\"x y\"\r\n, world 10\r\n0 ;last\r\nT: end\r\nU: v\r\n\r\nGET / HTTP/1.0\r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n000\r\n\r\n",
        "DELETE http://a/b HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi",
    ]

    static let responses = [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 204\r\nContent-Length: 7\r\n\r\nHTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\nuntil\r\nthe end\n",
        "HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\nConnection: close\r\n\r\nrest",
    ]

    @Test("says the same of requests however they are cut", arguments: requests)
    func requestCuts(text: String) {
        let whole = HTTP1Transcript(.requests, [Array(text.utf8)])
        #expect(whole.error == nil)
        #expect(!whole.events.isEmpty)
        for cut in cuts(of: Array(text.utf8)) { #expect(HTTP1Transcript(.requests, cut) == whole) }
    }

    @Test("says the same of responses however they are cut", arguments: responses)
    func responseCuts(text: String) {
        let whole = HTTP1Transcript(.responses, [Array(text.utf8)])
        #expect(whole.error == nil)
        #expect(!whole.events.isEmpty)
        for cut in cuts(of: Array(text.utf8)) { #expect(HTTP1Transcript(.responses, cut) == whole) }
    }

    @Test(
        "says that a message is cut off wherever that happens",
        arguments: requests.map { ($0, HTTP1Parser.Role.requests) } + responses.map { ($0, .responses) }
    )
    func truncation(text: String, role: HTTP1Parser.Role) {
        let bytes = Array(text.utf8)
        for length in 1..<bytes.count {
            let transcript = HTTP1Transcript(role, [Array(bytes[..<length])])
            let ends = transcript.events.last.map { event in
                if case .end = event { true } else { false }
            }
            if transcript.error == nil { #expect(ends ?? true) } else { #expect(transcript.error == .truncated) }
        }
    }

    @Test("reads a request's line, fields and body")
    func request() throws {
        let transcript = HTTP1Transcript(.requests, [Array(Self.requests[2].utf8)])
        let head = try #require(transcript.heads.first)
        #expect(head.method == .post)
        #expect(head.target == "/p")
        #expect(head.status == nil)
        #expect(head.minorVersion == 1)
        #expect(head.headers == ["host": "a", "content-length": "5"])
        #expect(head.bodyLength == .fixed(5))
        #expect(head.keepsAlive)
        #expect(!head.expectsContinue)
        #expect(transcript.bodies == ["hello"])
        #expect(transcript.heads.last?.method == .put)
    }

    @Test("reads chunks, passes over their extensions and hands out trailers")
    func chunks() throws {
        let transcript = HTTP1Transcript(.requests, [Array(Self.requests[3].utf8)])
        #expect(transcript.heads.first?.isChunked == true)
        #expect(transcript.bodies == ["hello, world 10"])
        #expect(transcript.trailers == [["T": "end", "U": "v"], [:]])
    }

    @Test("passes over interim responses")
    func interim() throws {
        let transcript = HTTP1Transcript(.responses, [Array(Self.responses[1].utf8)])
        #expect(transcript.heads.map(\.status) == [.ok])
    }

    @Test("reads a body that goes on until the server closes")
    func untilClose() throws {
        let transcript = HTTP1Transcript(.responses, [Array(Self.responses[3].utf8)])
        #expect(transcript.heads.first?.bodyLength == .untilClose)
        #expect(transcript.heads.first?.keepsAlive == false)
        #expect(transcript.bodies == ["until\r\nthe end\n"])
        #expect(transcript.trailers == [[:]])
    }

    @Test("expects no body after a response to HEAD, and one after the next")
    func head() {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
        for cut in cuts(of: Array(text.utf8)) {
            let transcript = HTTP1Transcript(.responses, cut, methods: [.head, .get])
            #expect(transcript.error == nil)
            #expect(transcript.bodies == ["hi"])
            #expect(transcript.trailers.count == 2)
        }
    }

    @Test(
        "knows whether the connection goes on",
        arguments: [
            ("HTTP/1.1", "X: y", true), ("HTTP/1.1", "Connection: close", false),
            ("HTTP/1.1", "Connection: upgrade , Close", false), ("HTTP/1.0", "X: y", false),
            ("HTTP/1.0", "Connection: Keep-Alive", true),
        ]
    )
    func keepsAlive(version: String, field: String, expected: Bool) throws {
        let text = "GET / \(version)\r\nHost: a\r\n\(field)\r\n\r\n"
        #expect(HTTP1Transcript(.requests, [Array(text.utf8)]).heads.first?.keepsAlive == expected)
    }

    @Test("gives no string of an earlier head to a field that only resembles it")
    func stringsUsedAgain() throws {
        let text =
            "HTTP/1.1 200 OK\r\nA-Name: same\r\nB: 1\r\nContent-Length: 0\r\n\r\n"
            + "HTTP/1.1 200 OK\r\na-name: same\r\nB: 2\r\nContent-Length: 0\r\nC: 3\r\n\r\n"
        let heads = HTTP1Transcript(.responses, [Array(text.utf8)]).heads
        #expect(heads.count == 2)
        #expect(heads.last?.headers.map(\.name) == ["a-name", "B", "Content-Length", "C"])
        #expect(heads.last?.headers.map(\.value) == ["same", "2", "0", "3"])
    }

    @Test("knows when it stands between two messages")
    func betweenMessages() throws {
        var parser = HTTP1Parser(.responses)
        #expect(parser.isBetweenMessages)
        parser.append(Array("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n".utf8))
        #expect(!parser.isBetweenMessages)
        _ = try parser.next()
        #expect(!parser.isBetweenMessages)
        Array("x".utf8).withUnsafeBytes { parser.append($0) }
        let events = [try parser.next(), try parser.next()]
        #expect(events == [.body(Array("x".utf8)), .end(trailers: [:])])
        #expect(parser.isBetweenMessages)
        let last = try parser.finish()
        #expect(last == nil)
    }
}
