import HTTP
import POSIX
import Testing

@testable import Emulation

@Suite("A function's answer")
struct IntegrationResponseTests {
    private static func buffered(
        _ text: String,
        isBinary: Bool = false
    ) -> (response: IntegrationResponse, body: [UInt8])? {
        IntegrationResponse.buffered(Array(text.utf8), isBinary: { _ in isBinary })
    }

    @Test("joins headers of both maps, without saying a value twice")
    func joinsHeaders() throws {
        let answer = try #require(
            Self.buffered(
                #"{"statusCode":"201","headers":{"A":"1","B":2,"C":true},"#
                    + #""multiValueHeaders":{"a":["1","2"],"D":["3"]}}"#
            )
        )
        #expect(answer.response.status == 201)
        #expect(
            answer.response.headers.map { "\($0.name): \($0.value)" } == ["B: 2", "C: true", "a: 1", "a: 2", "D: 3"]
        )
        #expect(answer.body.isEmpty)
    }

    @Test("has status 200 when it names none")
    func hasDefaultStatus() {
        #expect(Self.buffered("{}")?.response.status == 200)
        #expect(Self.buffered(#"{"statusCode":null,"headers":null,"body":null}"#)?.response.status == 200)
    }

    @Test("in Base64 is decoded where the API knows the type as binary, else it stays as it is")
    func decodesBase64() {
        let answer = #"{"body":"aGk=","isBase64Encoded":true}"#
        #expect(Self.buffered(answer, isBinary: true)?.body == Array("hi".utf8))
        #expect(Self.buffered(answer, isBinary: false)?.body == Array("aGk=".utf8))
        #expect(Self.buffered(#"{"body":"a","isBase64Encoded":true}"#, isBinary: true) == nil)
    }

    @Test(
        "that API Gateway would not take is refused",
        arguments: [
            "", "null", "[]", "\"text\"", #"{"message":"x"}"#, #"{"statusCode":"OK"}"#, #"{"statusCode":100}"#,
            #"{"statusCode":200.5}"#, #"{"statusCode":600}"#, #"{"body":{}}"#, #"{"headers":[]}"#,
            #"{"headers":{"a":null}}"#, #"{"multiValueHeaders":{"a":"1"}}"#, #"{"cookies":[]}"#, #"{"statusCode":200"#,
        ]
    )
    func refusesMalformed(text: String) {
        #expect(Self.buffered(text) == nil)
    }

    @Test("that streams may set cookies")
    func readsCookies() throws {
        var scanner = ResponsePreludeScanner()
        let prelude = Array(#"{"cookies":["a=1","b=2"],"headers":{"c":"d"}}"#.utf8) + ResponsePreludeScanner.delimiter
        guard case .complete(let response, let rest) = scanner.append(prelude + [1, 0]) else {
            Issue.record("not complete")
            return
        }
        #expect(response.headers.values(of: "set-cookie") == ["a=1", "b=2"])
        #expect(rest == [1, 0])
    }

    @Test("is told from its prelude wherever the bytes are cut, NULs around the delimiter included")
    func scansAnySplit() throws {
        let body: [UInt8] = [0, 0, 7]
        let bytes = Array(#"{"statusCode":202}"#.utf8) + ResponsePreludeScanner.delimiter + body
        for first in 0..<bytes.count {
            for second in first...bytes.count {
                var scanner = ResponsePreludeScanner()
                var steps: [ResponsePreludeScanner.Step] = []
                var rest: [UInt8] = []
                for part in [bytes[..<first], bytes[first..<second], bytes[second...]] {
                    if case .complete = steps.last {
                        rest += part
                    } else {
                        steps.append(scanner.append(Array(part)))
                    }
                }
                guard case .complete(let response, let start) = steps.last else {
                    Issue.record("cut at \(first) and \(second)")
                    return
                }
                #expect(response.status == 202)
                #expect(start + rest == body)
            }
        }
    }

    @Test("must end its prelude within 16 KiB, the delimiter included")
    func limitsPrelude() {
        func step(_ padding: Int) -> ResponsePreludeScanner.Step {
            var scanner = ResponsePreludeScanner()
            let text = "{" + String(repeating: " ", count: padding) + "}"
            return scanner.append(Array(text.utf8) + ResponsePreludeScanner.delimiter)
        }
        guard case .complete = step((16 << 10) - 10) else {
            Issue.record("16 KiB are refused")
            return
        }
        #expect(step((16 << 10) - 9) == .malformed)
        var endless = ResponsePreludeScanner()
        #expect(endless.append([UInt8](repeating: 32, count: 16_383)) == .needsMore)
        #expect(endless.append([32]) == .malformed)
    }

    @Test("loses hop-by-hop headers, and those API Gateway keeps for itself are renamed")
    func rewritesHeaders() throws {
        let request = APIRequest(
            Request(method: .get, path: "/"),
            api: try RestAPI(in: try TestTemplate.stacks(TestTemplate.api())),
            port: 80,
            receivedAt: Timestamp(millisecondsSinceEpoch: 0),
            randomBytes: { [UInt8](repeating: 0, count: $0) }
        )
        let headers = ResponseHeaders.make(
            from: [
                "Connection": "close, X-Mine", "X-Mine": "1", "Transfer-Encoding": "chunked", "Keep-Alive": "1",
                "Upgrade": "h2c", "www-authenticate": "Bearer", "Server": "me", "X-Kept": "1", "X-Kept": "2",
                "Content-Length": "3",
            ],
            for: request
        )
        #expect(
            headers.map { "\($0.name): \($0.value)" } == [
                "x-amzn-Remapped-www-authenticate: Bearer", "x-amzn-Remapped-Server: me", "X-Kept: 1", "X-Kept: 2",
                "Content-Length: 3", "Content-Type: application/json",
                "x-amzn-RequestId: 00000000-0000-4000-8000-000000000000", "x-amz-apigw-id: AAAAAAAAAAAAAAA=",
                "X-Amzn-Trace-Id: Root=1-00000000-000000000000000000000000",
            ]
        )
    }

    @Test(
        "goes out with a date in the form HTTP wants",
        arguments: [
            (784_111_777_000, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (1_795_222_657_134, "Sat, 21 Nov 2026 00:57:37 GMT"), (951_827_696_000, "Tue, 29 Feb 2000 12:34:56 GMT"),
        ] as [(Int64, String)]
    )
    func writesDates(milliseconds: Int64, expected: String) {
        #expect(Timestamp(millisecondsSinceEpoch: milliseconds).httpDate == expected)
    }
}
