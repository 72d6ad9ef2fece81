import Cryptography
import JSON
import POSIX
import TestSupport
import Testing

@testable import HTTP

@Suite("The AWS event stream parser, against botocore on random streams")
struct AWSEventStreamAgainstBotocoreTests {
    @Test("finds the same messages in each of 300 streams, and refuses the same")
    func readsLikeBotocore() throws {
        var generator = SeededGenerator(seed: 0x5EED)
        let streams = try (0..<300).map { _ in try Self.stream(using: &generator) }
        let input = try TemporaryFile(streams.map(Hex.encode).joined(separator: "\n"))
        let output = try TemporaryFile("")
        let child = try ChildProcess(
            ChildProcess.Command(
                executable: PythonEnvironment.executable(),
                arguments: [
                    PackageFolder.path(of: "Tests/HTTPTests/BotocoreEventStream.py"), input.path, output.path,
                ],
                environment: .current()
            )
        )
        let deadline = MonotonicClock.nanoseconds() + 120_000_000_000
        #expect(child.wait(until: deadline) == .exited(0))
        let answers = try File.contents(of: output.path, limit: 16 << 20).split(separator: UInt8(ascii: "\n"))
        try #require(answers.count == streams.count)
        var refused = 0
        for (stream, line) in zip(streams, answers) {
            let answer = try JSONValue(parsing: Array(line))
            let transcript = AWSEventStreamParserTests.Transcript([stream])
            #expect(.array(transcript.messages.map(Self.json)) == answer["messages"], "\(Hex.encode(stream))")
            // To botocore, bytes that stop within a message are only bytes that have not come.
            let isRefused = transcript.error != nil && transcript.error != .truncated
            #expect(isRefused == (answer["error"]?.isNull == false), "\(Hex.encode(stream))")
            if isRefused { refused += 1 }
        }
        #expect(refused > 50 && refused < 250)
    }

    /// A message as the Python script writes it.
    private static func json(_ message: AWSEventStreamMessage) -> JSONValue {
        let headers = message.headers.map { JSONValue.array([.string($0.name), json($0.value)]) }
        return ["headers": .array(headers), "payload": .string(Hex.encode(message.payload))]
    }

    private static func json(_ value: AWSEventStreamMessage.HeaderValue) -> JSONValue {
        switch value {
        case .bool(let bool): .bool(bool)
        case .byte(let value): .number(JSONNumber(Int(value)))
        case .short(let value): .number(JSONNumber(Int(value)))
        case .int(let value): .number(JSONNumber(Int(value)))
        case .long(let value), .timestamp(milliseconds: let value): .number(JSONNumber(Int(value)))
        case .string(let string): .string(string)
        case .bytes(let bytes), .uuid(let bytes): .string(Hex.encode(bytes))
        }
    }

    /// Up to three messages; of most streams something is wrong at the end, or a bit anywhere.
    private static func stream(using generator: inout SeededGenerator) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            bytes += try #require(message(using: &generator).serialized())
        }
        switch Int.random(in: 0..<6, using: &generator) {
        case 0:
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1:
            // Of headers that end too early botocore makes something all the same.
            let headers: [UInt8] = [1, 97, .random(in: 10...255, using: &generator)]
            bytes += try #require(AWSEventStreamMessage.framed(headers, headerBytes: headers.count))
        case 2:
            let name = AWSEventStreamMessage.Header(name: "twice", value: .bool(true))
            bytes += try #require(AWSEventStreamMessage(headers: [name, name], payload: []).serialized())
        case 3:
            bytes.removeLast(Int.random(in: 0..<16, using: &generator))
        default: break
        }
        return bytes
    }

    private static func message(using generator: inout SeededGenerator) -> AWSEventStreamMessage {
        let headers = (0..<Int.random(in: 0...20, using: &generator)).map { index in
            AWSEventStreamMessage.Header(name: ":name-\(index)é", value: value(using: &generator))
        }
        return AWSEventStreamMessage(
            headers: headers,
            payload: randomBytes(Int.random(in: 0...200, using: &generator), using: &generator)
        )
    }

    private static func value(using generator: inout SeededGenerator) -> AWSEventStreamMessage.HeaderValue {
        switch Int.random(in: 0..<9, using: &generator) {
        case 0: .bool(.random(using: &generator))
        case 1: .byte(.random(in: .min ... .max, using: &generator))
        case 2: .short(.random(in: .min ... .max, using: &generator))
        case 3: .int(.random(in: .min ... .max, using: &generator))
        case 4: .long(.random(in: .min ... .max, using: &generator))
        case 5: .bytes(randomBytes(Int.random(in: 0...300, using: &generator), using: &generator))
        case 6: .string(String(repeating: "ü😀", count: Int.random(in: 0...50, using: &generator)))
        case 7: .timestamp(milliseconds: .random(in: .min ... .max, using: &generator))
        default: .uuid(randomBytes(16, using: &generator))
        }
    }

    private static func randomBytes(_ count: Int, using generator: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in .random(in: .min ... .max, using: &generator) }
    }
}
