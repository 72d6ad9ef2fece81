import AWSSigning
import Cryptography
import HTTP
import HTTPClient
import JSON
import POSIX
import TestSupport
import Testing

@Suite("The signer, against botocore on random requests")
struct SignerAgainstBotocoreTests {
    @Test("makes the same Authorization header for each of 400 requests")
    func signsLikeBotocore() throws {
        var generator = SeededGenerator(seed: 0x5EED)
        let cases = (0..<400).map { _ in RandomRequest(using: &generator) }
        let input = try TemporaryFile(Array(cases.map(\.line).joined(separator: "\n").utf8))
        let output = try TemporaryFile([])
        let python = try PythonEnvironment.executable()
        let child = try ChildProcess(
            ChildProcess.Command(
                executable: python,
                arguments: [
                    PackageFolder.path(of: "Tests/AWSSigningTests/BotocoreSignatures.py"), input.path, output.path,
                ],
                environment: .current()
            )
        )
        let deadline = MonotonicClock.nanoseconds() + 120_000_000_000
        #expect(child.wait(until: deadline) == .exited(0))
        let expected = try String(decoding: File.contents(of: output.path, limit: 1 << 20), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        try #require(expected.count == cases.count)
        for (request, authorization) in zip(cases, expected) {
            #expect(request.authorization() == authorization, "\(request.line)")
        }
    }
}

/// A request made of everything that the rules treat specially, in the form a client would send it.
struct RandomRequest {
    let method: String
    let url: String
    let headers: [(name: String, value: String)]
    let body: [UInt8]
    let service: String
    let credentials: Credentials
    let time: Timestamp

    init(using generator: inout SeededGenerator) {
        method = generator.pick(["GET", "POST", "PUT", "DELETE"])
        url = Self.url(using: &generator)
        headers = Self.headers(using: &generator)
        body = (0..<generator.pick([0, 1, 17, 300])).map { _ in UInt8.random(in: 0...255, using: &generator) }
        service = generator.pick(["bedrock", "dynamodb", "service"])
        let token = generator.pick([nil, "token/+=="])
        credentials = Credentials(
            accessKeyID: "AKID\(generator.pick(["ONE", "TWO", "THREE"]))",
            secretAccessKey: Secret(generator.pick(["secret/+", "other"])),
            sessionToken: token.map { Secret($0) }
        )
        let day = Int64.random(in: 16_000...21_000, using: &generator)
        time = Timestamp(
            millisecondsSinceEpoch: day * 86_400_000 + Int64.random(in: 0..<86_400, using: &generator) * 1_000
        )
    }

    func authorization() -> String? {
        var request = OutgoingRequest(method: Method(rawValue: method), url: url, body: body)
        for (name, value) in headers { request.headers.append(name, value) }
        Signer(service: service, region: "eu-central-1").sign(&request, credentials: credentials, at: time)
        return request.headers["Authorization"]
    }

    /// The request as the Python script reads it.
    var line: String {
        var object: JSONObject = [
            "method": .string(method), "url": .string(url), "body": .string(Base64.encode(body)),
            "headers": .array(headers.map { .array([.string($0.name), .string($0.value)]) }),
            "service": .string(service), "region": "eu-central-1", "time": .string(time.iso8601Basic),
            "accessKeyID": .string(credentials.accessKeyID),
            "secretAccessKey": .string(credentials.secretAccessKey.exposed),
        ]
        object["sessionToken"] = credentials.sessionToken.map { .string($0.exposed) }
        return String(decoding: JSONValue.object(object).serialized(), as: UTF8.self)
    }

    private static func url(using generator: inout SeededGenerator) -> String {
        let origin = generator.pick([
            "https://a.example", "https://B.example:443", "http://127.0.0.1:4566", "http://localhost:80",
            "https://a.example:80", "http://[::1]:8000",
        ])
        let segments = (0..<Int.random(in: 0...5, using: &generator)).map { _ in segment(using: &generator) }
        let path = segments.map { "/" + $0 }.joined() + generator.pick(["", "/", "//"])
        let parameters = (0..<generator.pick([0, 0, 1, 2, 6])).map { _ in
            encoded(using: &generator) + generator.pick(["", "=", "=" + encoded(using: &generator)])
        }
        return origin + path + (parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&"))
    }

    private static func segment(using generator: inout SeededGenerator) -> String {
        generator.pick([".", "..", "", "a:b", "x;y=z", "~user", encoded(using: &generator), encoded(using: &generator)])
    }

    /// Up to six random bytes, written as AWS encodes them: the one way in which both sides agree about a query.
    private static func encoded(using generator: inout SeededGenerator) -> String {
        let bytes = (0..<Int.random(in: 1...6, using: &generator)).map { _ -> UInt8 in
            generator.pick([
                UInt8.random(in: 0...255, using: &generator), UInt8.random(in: 0x2A...0x7E, using: &generator),
            ])
        }
        let unreserved = Set("-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        return bytes.map { byte in
            unreserved.contains(byte) ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte]).uppercased()
        }.joined()
    }

    private static func headers(using generator: inout SeededGenerator) -> [(name: String, value: String)] {
        let names = [
            "Content-Type", "X-Amz-Target", "x-amz-meta-a", "X-Amz-Meta-A", "User-Agent", "Expect", "X-Amzn-Trace-Id",
            "Accept",
            "x-custom", "X-CUSTOM-2",
        ]
        let values = ["a", "a  b", "  a \t b  ", "a,b", "\"a   b\"", "", "application/json; charset=utf-8", "ZyX=1"]
        return (0..<Int.random(in: 0...7, using: &generator)).map { _ in
            (generator.pick(names), generator.pick(values))
        }
    }
}

extension SeededGenerator {
    fileprivate mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int(next() % UInt64(choices.count))]
    }
}
