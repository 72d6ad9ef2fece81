import HTTP
import Testing

@Suite("An HTTP/1.1 parser refuses")
struct HTTP1RefusalTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n"
    private static let ok = "HTTP/1.1 200 OK\r\n"
    private static let chunked = get + "Transfer-Encoding: chunked\r\n\r\n"

    static let requests: [(String, HTTP1Error)] = [
        // Start line.
        ("GET /\r\n\r\n", .malformedStartLine), ("GET / \r\n\r\n", .malformedStartLine),
        ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        ("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        ("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        ("GET /\u{7F} HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        ("GET /\tx HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        ("GET /é HTTP/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .malformedStartLine),
        ("GET / http/1.1\r\nHost: a\r\n\r\n", .malformedStartLine),
        ("GET / HTTP/1.10\r\nHost: a\r\n\r\n", .malformedStartLine),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", .unsupportedVersion), ("PRI * HTTP/2.0\r\n\r\n", .unsupportedVersion),
        // Lines.
        ("GET / HTTP/1.1\nHost: a\n\n", .malformedLineEnd), (get + "A: b\n\r\n", .malformedLineEnd),
        (get + "\n", .malformedLineEnd),
        ("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedLineEnd), (get + "A: b\rC: d\r\n\r\n", .malformedField),
        // Fields.
        (get + "A : b\r\n\r\n", .malformedField), (get + " A: b\r\n\r\n", .malformedField),
        (get + "A: b\r\n c\r\n\r\n", .malformedField),
        (get + "A: b\r\n\tc\r\n\r\n", .malformedField), (get + ": b\r\n\r\n", .malformedField),
        (get + "A b\r\n\r\n", .malformedField),
        (get + "A\u{0}: b\r\n\r\n", .malformedField), (get + "A: b\u{0}\r\n\r\n", .malformedField),
        (get + "A: \u{1F}\r\n\r\n", .malformedField),
        (get + "Ä: b\r\n\r\n", .malformedField),
        // Hosts.
        ("GET / HTTP/1.1\r\nA: b\r\n\r\n", .invalidHost), (get + "Host: b\r\n\r\n", .invalidHost),
        (get + "HOST: a\r\n\r\n", .invalidHost),
        // Lengths.
        (get + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", .conflictingLength),
        (get + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .conflictingLength),
        (get + "Transfer-Encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n", .conflictingLength),
        (get + "Content-Length: 1, 1\r\n\r\nx", .invalidContentLength),
        (get + "Content-Length: +1\r\n\r\nx", .invalidContentLength),
        (get + "Content-Length: -1\r\n\r\n", .invalidContentLength),
        (get + "Content-Length: 0x1\r\n\r\nx", .invalidContentLength),
        (get + "Content-Length:\r\n\r\n", .invalidContentLength),
        (get + "Content-Length: 1 1\r\n\r\n", .invalidContentLength),
        (get + "Content-Length: 9223372036854775808\r\n\r\n", .invalidContentLength),
        (get + "Content-Length: 9223372036854775807\r\n\r\n", .bodyTooLarge(limit: 32 << 20)),
        (get + "Transfer-Encoding: gzip, chunked\r\n\r\n", .unsupportedTransferCoding),
        (get + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", .unsupportedTransferCoding),
        (get + "Transfer-Encoding: identity\r\n\r\n", .unsupportedTransferCoding),
        (get + "Transfer-Encoding: xchunked\r\n\r\n", .unsupportedTransferCoding),
        (get + "Transfer-Encoding: \u{B}chunked\r\n\r\n", .malformedField),
        ("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .unsupportedTransferCoding),
        // Chunks.
        (chunked + "\r\n", .malformedChunk), (chunked + "g\r\n", .malformedChunk),
        (chunked + "0x1\r\nx\r\n", .malformedChunk),
        (chunked + "-1\r\n", .malformedChunk), (chunked + " 1\r\nx\r\n", .malformedChunk),
        (chunked + "1 \r\nx\r\n", .malformedChunk),
        (chunked + "1\nx\r\n", .malformedChunk), (chunked + "1;a\nx\r\n", .malformedChunk),
        (chunked + "1;a\rb\r\nx\r\n", .malformedChunk),
        (chunked + "1;\u{0}\r\nx\r\n", .malformedChunk), (chunked + "1\r\nxx\r\n", .malformedChunk),
        (chunked + "1\r\nx\n", .malformedChunk),
        (chunked + "1\r\nx\rx", .malformedChunk), (chunked + "0000000000000001\r\nx\r\n", .malformedChunk),
        (chunked + "7fffffffffffffff\r\n", .malformedChunk),
        (chunked + "fffffffffffffff\r\n", .bodyTooLarge(limit: 32 << 20)),
        (chunked + "1;" + String(repeating: "a", count: 4_096) + "\r\n", .malformedChunk),
        (chunked + "0\r\nA : b\r\n\r\n", .malformedField), (chunked + "0\r\nA: b\n\r\n", .malformedLineEnd),
    ]

    static let responses: [(String, HTTP1Error)] = [
        ("\r\n" + ok + "\r\n", .malformedStartLine), ("HTTP/1.1\r\n\r\n", .malformedStartLine),
        ("HTTP/1.1 20\r\n\r\n", .malformedStartLine),
        ("HTTP/1.1 2000\r\n\r\n", .malformedStartLine), ("HTTP/1.1 099 X\r\n\r\n", .malformedStartLine),
        ("HTTP/1.1 +20 X\r\n\r\n", .malformedStartLine), ("HTTP/1.1 200 \u{0}\r\n\r\n", .malformedStartLine),
        ("ICY 200 OK\r\n\r\n", .malformedStartLine), ("HTTP/2 200 OK\r\n\r\n", .malformedStartLine),
        ("HTTP/3.0 200 OK\r\n\r\n", .unsupportedVersion),
        (ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", .conflictingLength),
        (ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", .conflictingLength),
        (ok + "Transfer-Encoding: gzip\r\n\r\n", .unsupportedTransferCoding),
        (ok + "A: b\r\n c\r\n\r\n", .malformedField),
    ]

    @Test("what two readers of requests could take differently, however it is cut", arguments: requests)
    func request(text: String, error: HTTP1Error) {
        let whole = HTTP1Transcript(.requests, [Array(text.utf8)])
        #expect(whole.error == error)
        for cut in cuts(of: Array(text.utf8)) { #expect(HTTP1Transcript(.requests, cut) == whole) }
    }

    @Test("what two readers of responses could take differently, however it is cut", arguments: responses)
    func response(text: String, error: HTTP1Error) {
        let whole = HTTP1Transcript(.responses, [Array(text.utf8)])
        #expect(whole.error == error)
        for cut in cuts(of: Array(text.utf8)) { #expect(HTTP1Transcript(.responses, cut) == whole) }
    }

    @Test("everything after the first error")
    func afterError() {
        var parser = HTTP1Parser(.requests)
        parser.append(Array("nonsense\r\n\r\n".utf8))
        #expect(Self.error(of: &parser) == .malformedStartLine)
        parser.append(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
        #expect(Self.error(of: &parser) == .malformedStartLine)
        do throws(HTTP1Error) {
            _ = try parser.finish()
            Issue.record("the connection ended in peace")
        } catch {
            #expect(error == .malformedStartLine)
        }
    }

    private static func error(of parser: inout HTTP1Parser) -> HTTP1Error? {
        do throws(HTTP1Error) {
            _ = try parser.next()
            return nil
        } catch {
            return error
        }
    }

    @Test("a head one byte over its limit, and takes one that just fits")
    func headLimit() {
        let text = "GET / HTTP/1.1\r\nHost: a\r\nA: b\r\n\r\n"
        let bytes = Array(text.utf8)
        for (limit, error) in [(bytes.count, nil), (bytes.count - 1, .headTooLarge(limit: bytes.count - 1))]
            as [(Int, HTTP1Error?)]
        {
            let limits = HTTP1Limits(maxHeadBytes: limit)
            #expect(HTTP1Transcript(.requests, [bytes], limits: limits).error == error)
            for cut in cuts(of: bytes) { #expect(HTTP1Transcript(.requests, cut, limits: limits).error == error) }
        }
    }

    @Test("a start line over the limit of the head, though its end never comes")
    func startLineLimit() {
        let bytes = Array(("GET /" + String(repeating: "a", count: 200)).utf8)
        for cut in cuts(of: bytes) {
            let transcript = HTTP1Transcript(.requests, cut, limits: HTTP1Limits(maxHeadBytes: 64))
            #expect(transcript.error == .startLineTooLong(limit: 64))
        }
    }

    @Test("interim responses without end")
    func interimLimit() {
        let text = String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 100)
        #expect(
            HTTP1Transcript(.responses, [Array(text.utf8)], limits: HTTP1Limits(maxHeadBytes: 1_000)).error
                != .truncated
        )
        #expect(HTTP1Transcript(.responses, [Array(text.utf8)], limits: HTTP1Limits(maxHeadBytes: 1_000)).error != nil)
    }

    @Test("more fields than the limit, in heads and trailers")
    func fieldLimit() {
        let limits = HTTP1Limits(maxFields: 2)
        let head = "GET / HTTP/1.1\r\nHost: a\r\nA: b\r\nC: d\r\n\r\n"
        #expect(HTTP1Transcript(.requests, [Array(head.utf8)], limits: limits).error == .tooManyFields(limit: 2))
        let trailers = Self.chunked + "0\r\nA: b\r\nC: d\r\nE: f\r\n\r\n"
        #expect(HTTP1Transcript(.requests, [Array(trailers.utf8)], limits: limits).error == .tooManyFields(limit: 2))
    }

    @Test("trailers over the limit of the head")
    func trailerLimit() {
        let text = Self.chunked + "0\r\nA: " + String(repeating: "b", count: 200) + "\r\n\r\n"
        let limits = HTTP1Limits(maxHeadBytes: 100)
        #expect(HTTP1Transcript(.requests, [Array(text.utf8)], limits: limits).error != nil)
    }

    @Test("a body over its limit, whichever way its length is given")
    func bodyLimit() {
        let limits = HTTP1Limits(maxBodyBytes: 4)
        let fitting = Self.chunked + "3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"
        #expect(HTTP1Transcript(.requests, [Array(fitting.utf8)], limits: limits).error == nil)
        for text in [Self.get + "Content-Length: 5\r\n\r\nabcde", Self.chunked + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"] {
            for cut in cuts(of: Array(text.utf8)) {
                #expect(HTTP1Transcript(.requests, cut, limits: limits).error == .bodyTooLarge(limit: 4))
            }
        }
        let untilClose = Self.ok + "\r\nabcde"
        for cut in cuts(of: Array(untilClose.utf8)) {
            #expect(HTTP1Transcript(.responses, cut, limits: limits).error == .bodyTooLarge(limit: 4))
        }
    }

    @Test("a body until the close only after what fits of it, however it is cut")
    func bodyUntilCloseLimit() {
        let limits = HTTP1Limits(maxBodyBytes: 4)
        let bytes = Array((Self.ok + "\r\nabcde").utf8)
        for cut in cuts(of: bytes) + [[bytes]] {
            let transcript = HTTP1Transcript(.responses, cut, limits: limits)
            #expect(transcript.bodies == ["abcd"])
            #expect(transcript.error == .bodyTooLarge(limit: 4))
        }
        #expect(HTTP1Transcript(.responses, [bytes.dropLast()], limits: limits).error == nil)
    }

    @Test(
        "with the status a server answers",
        arguments: [
            (HTTP1Error.malformedField, 400), (.bodyTooLarge(limit: 1), 413), (.startLineTooLong(limit: 1), 414),
            (.headTooLarge(limit: 1), 431), (.tooManyFields(limit: 1), 431), (.unsupportedTransferCoding, 501),
            (.unsupportedVersion, 505),
        ]
    )
    func status(error: HTTP1Error, status: Int) {
        #expect(error.status.rawValue == status)
    }
}
