import HTTP
import JSON
import POSIX
import Testing

@testable import Emulation

@Suite("A buffered answer")
struct BufferedTests {
    @Test("reaches the client with the headers of the function and of API Gateway")
    func forwards() throws {
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                try session.respond(
                    event,
                    #"{"statusCode":404,"headers":{"X-A":"1","WWW-Authenticate":"Basic"},"body":"no \u00e9"}"#
                )
            }
        )
        let answer = try api.send("GET", "/buffered")
        #expect(answer.head.status == .notFound)
        #expect(answer.head.headers["X-A"] == "1")
        #expect(answer.head.headers["x-amzn-Remapped-WWW-Authenticate"] == "Basic")
        #expect(!answer.head.headers.contains("WWW-Authenticate"))
        #expect(answer.head.headers["x-amzn-RequestId"]?.count == 36)
        #expect(answer.head.headers["Connection"] == "keep-alive")
        #expect(answer.head.bodyLength == .fixed(5))
        #expect(answer.body == Array("no é".utf8))
    }

    @Test("is what the function made of the request's event")
    func passesEvent() throws {
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                let answer: JSONValue = ["body": .string(event.text)]
                try session.respond(event, answer.serialized())
            }
        )
        let answer = try api.send("POST", "/buffered?a=1", headers: "X-B: 2\r\n", body: Array("hello".utf8))
        let event = try JSONValue(parsing: answer.body)
        #expect(event["httpMethod"] == "POST")
        #expect(event["body"] == "hello")
        #expect(event["queryStringParameters"]?["a"] == "1")
        #expect(event["headers"]?["X-B"] == "2")
        #expect(event["requestContext"]?["requestId"]?.string == answer.head.headers["x-amzn-RequestId"])
    }

    @Test("that is malformed, or an error, becomes 502", arguments: ["plain text", #"{"errorMessage":"x"}"#, ""])
    func refusesMalformed(payload: String) throws {
        let api = try TestAPI(gateway: StandInFunction { event, session in try session.respond(event, payload) })
        let answer = try api.send("GET", "/buffered")
        #expect(answer.head.status == .badGateway)
        #expect(answer.body == Array(#"{"message":"Internal server error"}"#.utf8))
        #expect(answer.head.headers["x-amzn-ErrorType"] == "InternalServerErrorException")
    }

    @Test("becomes 502 when the function reports an error")
    func answersFunctionErrors() throws {
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                let status = try session.fail(event, #"{"errorType":"E","errorMessage":"Unauthorized"}"#)
                #expect(status == 202)
            }
        )
        #expect(try api.send("GET", "/buffered").head.status == .badGateway)
        #expect(try api.send("GET", "/stream").head.status == .badGateway)
    }

    @Test("over 6 MB is refused: the function is told with 413, the client with 502")
    func limitsAnswers() throws {
        let statuses = Monitor<[Int]>([])
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                let size = event.text.contains("just") ? RuntimeAPI.maxResponseBytes : RuntimeAPI.maxResponseBytes + 1
                let frame = #"{"body":""}"#.utf8.count
                let body = #"{"body":""# + String(repeating: "a", count: size - frame) + #""}"#
                let status = try session.respond(event, body)
                statuses.withLock { $0.append(status) }
                // What was refused may be reported.
                guard status == 413 else { return }
                let reported = try session.fail(event, #"{"errorType":"TooLarge"}"#)
                statuses.withLock { $0.append(reported) }
            }
        )
        #expect(try api.send("GET", "/buffered?just").body.count > 6_291_000)
        #expect(try api.send("GET", "/buffered").head.status == .badGateway)
        #expect(statuses.wait(until: MonotonicClock.nanoseconds() + 20_000_000_000) { $0 == [202, 413, 202] })
    }

    @Test("of a function that streams has its status and headers, but no body")
    func losesStreamedBodies() throws {
        let api = try TestAPI(
            gateway: StandInFunction { event, session in
                try session.stream(event, prelude: #"{"statusCode":202,"headers":{"X-A":"1"}}"#, body: "lost")
            }
        )
        let answer = try api.send("GET", "/buffered")
        #expect(answer.head.status == .accepted)
        #expect(answer.head.headers["X-A"] == "1")
        #expect(answer.body.isEmpty)
    }

    @Test("to HEAD says how long the body would be")
    func answersHead() throws {
        let api = try TestAPI(
            gateway: StandInFunction { event, session in try session.respond(event, #"{"body":"four"}"#) }
        )
        let connection = try api.connect()
        for _ in 1...2 {
            try connection.send(TestAPI.request("HEAD", "/buffered"))
            connection.expectAnswer(to: .head)
            let answer = try connection.receive()
            #expect(answer.head.headers["Content-Length"] == "4")
            #expect(answer.body.isEmpty)
        }
    }
}
