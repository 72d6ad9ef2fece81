import HTTP
import JSON
import POSIX
import Testing

@testable import Emulation

@Suite("The front")
struct FrontTests {
    private static func echo() throws -> TestAPI {
        try TestAPI(
            gateway: StandInFunction { event, session in
                let request = try JSONValue(parsing: event.body)
                let text = (request["path"]?.string ?? "") + " " + (request["body"]?.string ?? "")
                try session.stream(event, prelude: "{}", body: text)
            }
        )
    }

    @Test("answers an unknown route with 403, a preflight by itself")
    func answersByItself() throws {
        let gateway = StandInFunction { event, session in try session.stream(event, prelude: "{}", body: "x") }
        let api = try TestAPI(gateway: gateway)
        let unknown = try api.send("GET", "/")
        #expect(unknown.head.status == .forbidden)
        #expect(unknown.body == Array(#"{"message":"Missing Authentication Token"}"#.utf8))
        #expect(unknown.head.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException")
        let preflight = try api.send("OPTIONS", "/stream")
        #expect(preflight.head.status == .noContent)
        #expect(preflight.head.headers["Access-Control-Allow-Origin"] == "*")
        #expect(!preflight.head.headers.contains("Content-Length"))
        #expect(try api.send("BREW", "/stream").head.status == .forbidden)
        #expect(gateway.startCount == 0)
        let wrongType = try api.send("OPTIONS", "/stream", headers: "Content-Type: text/plain\r\n")
        #expect(wrongType.head.status == .internalServerError)
    }

    @Test("answers pipelined requests in their order, on one connection")
    func pipelines() throws {
        let api = try Self.echo()
        let connection = try api.connect()
        let requests = (1...5).map { TestAPI.request("POST", "/p\($0)", body: Array("b\($0)".utf8)) }
        try connection.send(requests.flatMap(\.self))
        for number in 1...5 { #expect(try connection.receive().body == Array("/p\(number) b\(number)".utf8)) }
    }

    @Test("takes requests in any number of pieces")
    func takesPieces() throws {
        let api = try Self.echo()
        let connection = try api.connect()
        for byte in TestAPI.request("POST", "/slowly?x", body: Array("body".utf8)) { try connection.send([byte]) }
        #expect(try connection.receive().body == Array("/slowly body".utf8))
    }

    @Test("takes chunked bodies")
    func takesChunks() throws {
        let api = try Self.echo()
        let connection = try api.connect()
        try connection.send(
            """
            POST /chunks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\
            2;ext=1\r\nab\r\n1\r\nc\r\n0\r\nX-Trailer: 1\r\n\r\n
            """
        )
        #expect(try connection.receive().body == Array("/chunks abc".utf8))
    }

    @Test("takes the path of a whole URL, and keeps the path's encoding")
    func takesURLs() throws {
        let api = try Self.echo()
        let connection = try api.connect()
        try connection.send("GET http://elsewhere.test/a%20b?c=d HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try connection.receive().body == Array("/a%20b ".utf8))
    }

    @Test("asks for the body that a client holds back")
    func continues() throws {
        let api = try Self.echo()
        let connection = try api.connect()
        try connection.send("POST /late HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        var interim: [UInt8] = []
        while interim.count < 25 {
            interim += try [UInt8](unsafeUninitializedCapacity: 25 - interim.count) { buffer, count in
                count = try connection.socket.receive(into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
        #expect(interim == Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        try connection.send("body")
        #expect(try connection.receive().body == Array("/late body".utf8))
    }

    @Test("closes when the client asks for that")
    func closes() throws {
        let api = try Self.echo()
        let connection = try api.connect()
        try connection.send(TestAPI.request("GET", "/last", headers: "Connection: close\r\n"))
        let answer = try connection.receive()
        #expect(answer.head.headers["Connection"] == "close")
        try connection.waitForClose()
    }

    @Test(
        "refuses what is no request, and closes",
        arguments: [
            ("nonsense\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
            ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400), ("GET / HTTP/1.1\nHost: x\n\n", 400),
            ("GET nowhere HTTP/1.1\r\nHost: x\r\n\r\n", 400), ("* / HTTP/1.1\r\nHost: x\r\n\r\n", 403),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        ]
    )
    func refusesNonsense(text: String, status: Int) throws {
        let api = try Self.echo()
        let connection = try api.connect()
        try connection.send(text)
        #expect(try connection.receive().head.status?.rawValue == status)
        if status != 403 { try connection.waitForClose() }
    }

    @Test("refuses a request line and headers over 10,240 bytes together, not fewer")
    func limitsHeads() throws {
        let api = try Self.echo()
        func status(_ total: Int) throws -> Int? {
            let fixed = "GET /x HTTP/1.1".utf8.count + "api.test".utf8.count
            let values = String(repeating: "v", count: total - fixed)
            return try api.send("GET", "/x", headers: "X-Long: \(values)\r\n").head.status?.rawValue
        }
        #expect(try status(10_240) == 200)
        #expect(try status(10_241) == 431)
        #expect(try status(100_000) == 431)
    }

    @Test("refuses bodies over 10 MB and events over 6 MB, in the API's own words")
    func limitsBodies() throws {
        let api = try Self.echo()
        func check(_ answer: (head: HTTP1Head, body: [UInt8])) throws {
            #expect(answer.head.status == .contentTooLarge)
            let document = try JSONValue(parsing: answer.body)
            #expect(document["too"] == "large")
            #expect(document["id"]?.string == answer.head.headers["x-amzn-RequestId"])
        }
        // Announced: refused before it is sent, even when the client waits to be asked.
        let announced = try api.connect()
        try announced.send(
            "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 10485761\r\nExpect: 100-continue\r\n\r\n"
        )
        try check(try announced.receive())
        // Not announced, and sent to its end.
        let chunked = try api.connect()
        try chunked.send("POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        let chunk = Array("100000\r\n".utf8) + [UInt8](repeating: 97, count: 1 << 20) + Array("\r\n".utf8)
        for _ in 1...11 { try chunked.send(chunk) }
        try check(try chunked.receive())
        // Fits API Gateway, but not Lambda.
        try check(try api.send("POST", "/x", body: [UInt8](repeating: 97, count: 6_291_456)))
        #expect(try api.send("POST", "/x", body: [UInt8](repeating: 97, count: 6_280_000)).head.status == .ok)
    }

    @Test("listens on loopback only, and says when somebody else has the port")
    func takesPort() throws {
        let api = try Self.echo()
        let error = #expect(throws: SystemError.self) {
            try FrontServer(
                port: api.server.port,
                gateway: APIGateway(api: try RestAPI(in: try TestTemplate.stacks(TestTemplate.api())), pools: [:])
            )
        }
        #expect(error?.operation == "bind")
    }

    @Test("serves many clients at once")
    func servesMany() throws {
        let api = try Self.echo()
        let results = Monitor<[Bool]>([])
        for client in 1...40 {
            try PlatformThread.start(name: "client") {
                var isRight = true
                do {
                    let connection = try api.connect()
                    for number in 1...5 {
                        try connection.send(TestAPI.request("POST", "/c\(client)", body: Array("n\(number)".utf8)))
                        let body = try connection.receive().body
                        isRight = isRight && body == Array("/c\(client) n\(number)".utf8)
                    }
                } catch {
                    isRight = false
                }
                results.withLock { $0.append(isRight) }
            }
        }
        #expect(results.wait(until: MonotonicClock.nanoseconds() + 60_000_000_000) { $0.count == 40 })
        #expect(results.withLock { $0.allSatisfy(\.self) })
    }
}
