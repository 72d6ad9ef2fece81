import Testing

@testable import LambdaRuntime

@Suite("The head of a Runtime API answer")
struct RuntimeResponseHeadTests {
    private static let head = """
        HTTP/1.1 200 OK\r
        Date: Thu, 20 Aug 2026 21:20:00 GMT\r
        Lambda-Runtime-Aws-Request-Id:\tid-1 \r
        Content-Length: 12\r
        X:\r
        \r\n
        """

    private func parse(_ text: String) -> RuntimeResponseHead.ParseResult {
        Array(text.utf8).withUnsafeBytes { RuntimeResponseHead.parse($0) }
    }

    @Test("is complete with its empty line, and not a byte before")
    func prefixes() throws {
        for count in 0..<Self.head.utf8.count {
            guard case .needsMore = parse(String(decoding: Self.head.utf8.prefix(count), as: UTF8.self)) else {
                Issue.record("after \(count) bytes")
                return
            }
        }
        guard case .head(let head, let end) = parse(Self.head + "body: x\r\n\r\n") else {
            Issue.record("not read")
            return
        }
        #expect(end == Self.head.utf8.count)
        #expect(head.status == 200)
        #expect(head.framing == .length(12))
        #expect(!head.closes)
        let id = try #require(head.requestID)
        #expect(Array(Self.head.utf8)[id].elementsEqual("id-1".utf8))
        #expect(head.deadlineMilliseconds == nil && head.traceHeader == nil && head.functionARN == nil)
    }

    @Test(
        "says how long the body is",
        arguments: [
            ("HTTP/1.1 200 OK\n\n", .untilClose), ("HTTP/1.1 204 No Content\r\n\r\n", .length(0)),
            ("HTTP/1.1 304\r\n\r\n", .length(0)), ("HTTP/1.1 200 OK\r\nCONTENT-LENGTH:0\r\n\r\n", .length(0)),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nContent-Length: 5\r\n\r\n", .chunked),
            ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", .chunked),
        ] as [(String, RuntimeResponseHead.Framing)]
    )
    func framing(text: String, framing: RuntimeResponseHead.Framing) {
        guard case .head(let head, _) = parse(text) else {
            Issue.record("not read")
            return
        }
        #expect(head.framing == framing)
    }

    @Test(
        "says whether the connection goes on",
        arguments: [
            ("HTTP/1.1 200 OK\r\n\r\n", false), ("HTTP/1.0 200 OK\r\n\r\n", true),
            ("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\n", false),
            ("HTTP/1.1 200 OK\r\nconnection: CLOSE\r\n\r\n", true),
        ]
    )
    func closes(text: String, closes: Bool) {
        guard case .head(let head, _) = parse(text) else {
            Issue.record("not read")
            return
        }
        #expect(head.closes == closes)
    }

    @Test(
        "that is none is refused",
        arguments: [
            "\r\n", "HTTP/1.1\r\n", "HTTP/1.1 20\r\n", "HTTP/1.1 2000 OK\r\n", "HTTP/1.1 099 OK\r\n",
            "HTTP/2.0 200 OK\r\n",
            "HTTP/1.1 200 OK\r\nX\r\n", "HTTP/1.1 200 OK\r\nContent-Length: \r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n",
        ]
    )
    func malformed(text: String) {
        guard case .malformed = parse(text) else {
            Issue.record("read")
            return
        }
    }
}
