import HTTP
import JSON
import POSIX
import Synchronization
import Testing

@testable import LambdaRuntime

@Suite("The API Gateway handler")
struct APIGatewayHandlerTests {
    private static let nuls = String(repeating: "\0", count: 8)

    /// Runs one event through the real loop; the request that came for it, and the context the handler saw.
    private func answer(
        to event: [UInt8],
        extra: String = "",
        deadline: Timestamp? = nil,
        _ respond: @escaping @Sendable (Request, any ResponseWriter) async throws -> Void
    ) throws -> (posted: String, context: RequestContext?) {
        let handler = ClosureRequestHandler(body: respond)
        var posted = ""
        try ScriptedRuntimeAPI.run { _, _ throws(InitializationError) in
            APIGatewayHandler(handler)
        } script: { api in
            let connection = try api.accept()
            try connection.hand(event, deadline: deadline, extra: extra)
            posted = try connection.confirm()
            // The sandbox serves on, whatever the event was.
            try connection.expectNext()
        }
        return (posted, handler.context.withLock { $0 })
    }

    /// The only chunk of a whole answer.
    private func chunk(_ posted: String) -> String? {
        let parts = posted.body.split(separator: "\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[0], radix: 16) else { return nil }
        let rest = Array(parts[1].utf8)
        guard rest.count == count + 7, rest[count...].elementsEqual("\r\n0\r\n\r\n".utf8) else { return nil }
        return String(decoding: rest[..<count], as: UTF8.self)
    }

    @Test("answers whole with prelude, eight zero bytes and body, in one chunk")
    func whole() throws {
        let (posted, _) = try answer(to: EventSamples.proxy()) { request, writer in
            try await writer.send(
                Response(
                    status: .tooManyRequests,
                    headers: ["Content-Type": "text/plain", "Retry-After": "3"],
                    body: request.method.rawValue.utf8 + Array(request.path.utf8)
                )
            )
        }
        #expect(posted.hasPrefix("POST /2018-06-01/runtime/invocation/id-1/response "))
        #expect(posted.field("Content-Type") == "application/vnd.awslambda.http-integration-response")
        #expect(posted.field("Lambda-Runtime-Function-Response-Mode") == "streaming")
        let prelude =
            #"{"statusCode":429,"headers":{"Content-Type":"text/plain","Retry-After":"3","#
            + #""x-request-id":"b8f8a0b2-7a3a-4d0e-9c67-0a9d0f0b2f11"}}"#
        #expect(chunk(posted) == prelude + Self.nuls + "POST/v1/chat/completions")
    }

    @Test("streams with the prelude as the first chunk")
    func stream() throws {
        let (posted, _) = try answer(to: EventSamples.proxy()) { _, writer in
            try await writer.begin(ResponseHead(status: .ok, headers: ["X-Request-Id": "mine"]))
            try await writer.write(Array("data: 1\n\n".utf8))
            try await writer.write(Array("data: 2\n\n".utf8))
            try await writer.finish()
        }
        let prelude = #"{"statusCode":200,"headers":{"X-Request-Id":"mine"}}"# + Self.nuls
        #expect(
            posted.body == "\(String(prelude.utf8.count, radix: 16))\r\n\(prelude)\r\n"
                + "9\r\ndata: 1\n\n\r\n9\r\ndata: 2\n\n\r\n0\r\n\r\n"
        )
    }

    @Test("keeps repeated headers")
    func repeated() throws {
        let (posted, _) = try answer(to: EventSamples.proxy()) { _, writer in
            var headers: HeaderFields = ["Set-Cookie": "a=1", "X-Request-Id": "i"]
            headers.append("set-cookie", "b=2")
            try await writer.send(Response(status: .ok, headers: headers))
        }
        #expect(
            chunk(posted)
                == #"{"statusCode":200,"multiValueHeaders":{"Set-Cookie":["a=1","b=2"],"X-Request-Id":["i"]}}"#
                + Self.nuls
        )
    }

    @Test("leaves out what would push the zero bytes beyond where API Gateway looks for them")
    func longPrelude() throws {
        let (posted, _) = try answer(to: EventSamples.proxy()) { _, writer in
            let headers: HeaderFields = [
                "x-request-id": "i", "x-long": String(repeating: "a", count: 9_000),
                "x-longer": String(repeating: "b", count: 16_000), "x-short": "c",
            ]
            try await writer.send(Response(status: .ok, headers: headers))
        }
        let text = try #require(chunk(posted))
        let end = try #require(text.firstRange(of: Self.nuls)?.upperBound)
        #expect(text[..<end].utf8.count <= 16_384)
        #expect(text.contains("x-long\"") && !text.contains("x-longer") && text.contains("x-short"))
    }

    @Test("hands on what is known of the request")
    func context() throws {
        let deadline = Timestamp.now().advanced(byMilliseconds: 20_000)
        let before = MonotonicClock.nanoseconds()
        let (_, context) = try answer(
            to: EventSamples.proxy(),
            extra: "Lambda-Runtime-Trace-Id: Root=1-2-3\r\n",
            deadline: deadline
        ) { _, writer in try await writer.send(Response(status: .ok)) }
        let seen = try #require(context)
        #expect(seen.requestID == "b8f8a0b2-7a3a-4d0e-9c67-0a9d0f0b2f11")
        #expect(seen.traceHeader == "Root=1-2-3")
        #expect(seen.sourceAddress == "203.0.113.7")
        #expect(seen.stage == "live")
        #expect(seen.authorizer["principalId"] == "key-1")
        #expect(seen.deadline > before + 10_000_000_000)
        #expect(seen.deadline <= MonotonicClock.nanoseconds() + 19_500_000_000)
    }

    @Test(
        "names the request as its client does, if that is sane",
        arguments: [
            ("abc-DEF_1.2:3", "abc-DEF_1.2:3"),
            (String(repeating: "x", count: 128), String(repeating: "x", count: 128)),
            (String(repeating: "x", count: 129), "gateway"), ("", "gateway"), ("a b", "gateway"),
            ("a\u{e9}", "gateway"),
            ("a\"}", "gateway"), (nil, "gateway"),
        ] as [(String?, String)]
    )
    func requestID(client: String?, expected: String) throws {
        let headers: JSONValue = client.map { ["X-Request-ID": [.string($0)]] } ?? .null
        let event = EventSamples.proxy([
            "headers": .none, "multiValueHeaders": .some(headers), "requestContext": .some(["requestId": "gateway"]),
        ])
        let (posted, context) = try answer(to: event) { _, writer in try await writer.send(Response(status: .ok)) }
        #expect(context?.requestID == expected)
        #expect(chunk(posted) == #"{"statusCode":200,"headers":{"x-request-id":"\#(expected)"}}"# + Self.nuls)
    }

    @Test("names the request by the invocation where nothing else does")
    func invocationID() throws {
        let event = EventSamples.proxy(["requestContext": .none])
        let (_, context) = try answer(to: event) { _, writer in try await writer.send(Response(status: .ok)) }
        #expect(context?.requestID == "id-1")
    }

    @Test("answers 500 in the same format when nobody else answers")
    func noAnswer() throws {
        let (posted, _) = try answer(to: EventSamples.proxy()) { _, _ in }
        let text = try #require(chunk(posted))
        #expect(text.hasPrefix(#"{"statusCode":500,"headers":{"content-type":"application/json","x-request-id":"b8"#))
        #expect(
            text.hasSuffix(
                Self.nuls
                    + #"{"error":{"message":"The request was not answered.","type":"internal_error","param":null,"code":null}}"#
            )
        )
    }

    /// What no API Gateway sends: no JSON, no proxy event, and an event that is cut short, or no UTF-8, or all nesting.
    private static let malformedEvents: [[UInt8]] = [
        Array("".utf8), Array(" ".utf8), Array("not JSON".utf8), Array("null".utf8), Array("[]".utf8),
        Array("{}".utf8), Array(#"{"type":"REQUEST"}"#.utf8), Array(#"{"httpMethod":"GET","path":"/""#.utf8),
        [0x00], [0xff, 0xfe, 0x7b, 0x7d],
        Array(#"{"httpMethod":"GET","path":"/","body":""#.utf8) + [0xc3, 0x28] + Array(#""}"#.utf8),
        Array(repeating: UInt8(ascii: "["), count: 200_000),
    ]

    @Test("reports an event that is none, and serves on", arguments: malformedEvents)
    func malformed(event: [UInt8]) throws {
        let (posted, context) = try answer(to: event) { _, _ in Issue.record("asked") }
        #expect(posted.hasPrefix("POST /2018-06-01/runtime/invocation/id-1/error "))
        #expect(posted.field("Lambda-Runtime-Function-Error-Type") == "Runtime.MalformedEvent")
        #expect(context == nil)
    }

    @Test("refuses a second answer, and a body before its head")
    func misuse() throws {
        let errors = Monitor<[ResponseWriterError]>([])
        let (posted, _) = try answer(to: EventSamples.proxy()) { _, writer in
            func attempt(_ body: () async throws(ResponseWriterError) -> Void) async {
                do throws(ResponseWriterError) {
                    try await body()
                } catch {
                    errors.withLock { $0.append(error) }
                }
            }
            await attempt { () throws(ResponseWriterError) in try await writer.write([1]) }
            await attempt { () throws(ResponseWriterError) in try await writer.finish() }
            try await writer.send(Response(status: .noContent))
            await attempt { () throws(ResponseWriterError) in try await writer.send(Response(status: .ok)) }
            await attempt { () throws(ResponseWriterError) in try await writer.begin(ResponseHead(status: .ok)) }
            await attempt { () throws(ResponseWriterError) in try await writer.finish() }
        }
        #expect(chunk(posted)?.hasPrefix(#"{"statusCode":204,"#) == true)
        #expect(
            errors.withLock { $0 } == [.notBegun, .notBegun, .alreadyAnswered, .alreadyAnswered, .alreadyAnswered]
        )
    }
}

/// A handler that records its context.
private final class ClosureRequestHandler: RequestHandler {
    let context = Mutex<RequestContext?>(nil)
    private let body: @Sendable (Request, any ResponseWriter) async throws -> Void

    init(body: @escaping @Sendable (Request, any ResponseWriter) async throws -> Void) { self.body = body }

    func respond(to request: Request, context: RequestContext, writer: some ResponseWriter) async {
        self.context.withLock { $0 = context }
        do {
            try await body(request, writer)
        } catch {
            Issue.record("\(error)")
        }
    }
}
