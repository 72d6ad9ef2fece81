import Cryptography
import Testing

@testable import HTTP

@Suite("An AWS event stream parser")
struct AWSEventStreamParserTests {
    typealias Header = AWSEventStreamMessage.Header

    /// The first three are those of aws-c-event-stream's own tests, the others what Bedrock answers.
    static let vectors: [(String, AWSEventStreamMessage)] = [
        ("000000100000000005c248eb7d98c8ff", AWSEventStreamMessage(headers: [], payload: [])),
        (
            "0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936",
            AWSEventStreamMessage(headers: [], payload: Array("{'foo':'bar'}".utf8))
        ),
        (
            """
            0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b27666f6f273a276261\
            72277d8d9c08b1
            """,
            AWSEventStreamMessage(
                headers: [Header(name: "content-type", value: .string("application/json"))],
                payload: Array("{'foo':'bar'}".utf8)
            )
        ),
        (
            """
            0000009e00000057fe1b824f0b3a6576656e742d74797065070011636f6e74656e74426c6f636b44656c74610d3a636f6e74656e742d\
            747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b22636f6e74656e74\
            426c6f636b496e646578223a302c2264656c7461223a7b2274657874223a224869227d2c2270223a22616263227d9343f010
            """,
            AWSEventStreamMessage(
                headers: [
                    Header(name: ":event-type", value: .string("contentBlockDelta")),
                    Header(name: ":content-type", value: .string("application/json")),
                    Header(name: ":message-type", value: .string("event")),
                ],
                payload: Array(#"{"contentBlockIndex":0,"delta":{"text":"Hi"},"p":"abc"}"#.utf8)
            )
        ),
        (
            """
            0000008800000061de0175f40f3a657863657074696f6e2d747970650700137468726f74746c696e67457863657074696f6e0d3a636f\
            6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700096578636570746\
            96f6e7b226d657373616765223a22736c6f7720646f776e227d832ee072
            """,
            AWSEventStreamMessage(
                headers: [
                    Header(name: ":exception-type", value: .string("throttlingException")),
                    Header(name: ":content-type", value: .string("application/json")),
                    Header(name: ":message-type", value: .string("exception")),
                ],
                payload: Array(#"{"message":"slow down"}"#.utf8)
            )
        ),
    ]

    static let allTypes = AWSEventStreamMessage(
        headers: [
            Header(name: "true", value: .bool(true)), Header(name: "false", value: .bool(false)),
            Header(name: "byte", value: .byte(-128)), Header(name: "short", value: .short(-2)),
            Header(name: "int", value: .int(.max)), Header(name: "long", value: .long(.min)),
            Header(name: "bytes", value: .bytes([0, 0xFF])), Header(name: "text", value: .string("größe 😀")),
            Header(name: "none", value: .string("")), Header(name: "time", value: .timestamp(milliseconds: -1)),
            Header(name: "id", value: .uuid(Array(0..<16))),
        ],
        payload: [1, 2, 3]
    )

    /// What a parser made of some pieces.
    struct Transcript: Equatable {
        var messages: [AWSEventStreamMessage] = []
        var error: AWSEventStreamError?

        init(_ pieces: [[UInt8]], limits: AWSEventStreamLimits = AWSEventStreamLimits()) {
            var parser = AWSEventStreamParser(limits: limits)
            do throws(AWSEventStreamError) {
                for piece in pieces {
                    parser.append(piece)
                    while let message = try parser.next() { messages.append(message) }
                }
                try parser.finish()
            } catch {
                self.error = error
            }
        }
    }

    @Test("reads what AWS writes, and writes the same", arguments: vectors)
    func readsAndWrites(hex: String, message: AWSEventStreamMessage) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(Transcript([bytes]).messages == [message])
        #expect(message.serialized() == bytes)
    }

    @Test("reads the same however the bytes are cut")
    func cuts() throws {
        let messages = Self.vectors.map(\.1) + [Self.allTypes]
        let bytes = try messages.flatMap { try #require($0.serialized()) }
        for cut in HTTPTests.cuts(of: bytes) + [[bytes]] {
            let transcript = Transcript(cut)
            #expect(transcript.messages == messages)
            #expect(transcript.error == nil)
        }
    }

    @Test("knows what a message is by its headers")
    func names() {
        let event = Self.vectors[3].1
        #expect(event.messageType == "event")
        #expect(event.eventType == "contentBlockDelta")
        #expect(event.exceptionType == nil)
        #expect(Self.vectors[4].1.exceptionType == "throttlingException")
        #expect(Self.allTypes["byte"] == .byte(-128))
        #expect(Self.allTypes.string("byte") == nil)
        let error = AWSEventStreamMessage(
            headers: [
                Header(name: ":error-code", value: .string("a")), Header(name: ":error-message", value: .string("b")),
            ],
            payload: []
        )
        #expect(error.errorCode == "a" && error.errorMessage == "b")
    }

    @Test("refuses a message with any bit wrong, and keeps what came before it")
    func corruption() throws {
        let bytes = try #require(Self.allTypes.serialized())
        for index in bytes.indices {
            var broken = bytes
            broken[index] ^= 1 << UInt8(index % 8)
            let transcript = Transcript([bytes + broken + bytes])
            #expect(transcript.messages == [Self.allTypes])
            #expect(transcript.error == (index < 12 ? .preludeChecksum : .messageChecksum))
        }
    }

    @Test("refuses a stream that ends within a message")
    func truncation() throws {
        let bytes = try #require(Self.allTypes.serialized())
        #expect(Transcript([bytes]).error == nil)
        for length in 1..<bytes.count { #expect(Transcript([Array(bytes[..<length])]).error == .truncated) }
    }

    @Test(
        "refuses headers that break the format's rules",
        arguments: [
            ([0, 0], AWSEventStreamError.malformedHeader), ([1], .malformedHeader), ([1, 97], .malformedHeader),
            ([9, 97, 0], .malformedHeader), ([1, 0xFF, 0], .malformedHeader), ([1, 97, 2], .malformedHeader),
            ([1, 97, 5, 0, 0, 0, 0, 0, 0, 0], .malformedHeader), ([1, 97, 7, 0, 2, 98], .malformedHeader),
            ([1, 97, 7, 0, 1, 0xC3], .malformedHeader), ([1, 97, 7, 0], .malformedHeader),
            ([1, 97, 9] + [UInt8](repeating: 0, count: 15), .malformedHeader), ([1, 97, 10], .unknownHeaderType(10)),
            ([1, 97, 0, 1, 97, 1], .duplicateHeader),
        ] as [([UInt8], AWSEventStreamError)]
    )
    func malformedHeaders(headers: [UInt8], error: AWSEventStreamError) throws {
        let bytes = try #require(AWSEventStreamMessage.framed(headers + [1, 97, 0], headerBytes: headers.count))
        for cut in HTTPTests.cuts(of: bytes) + [[bytes]] { #expect(Transcript(cut).error == error) }
    }

    @Test("finds a header that stands twice among many")
    func manyHeaders() throws {
        let headers = (0..<1_000).map { Header(name: "h\($0)", value: .bool(true)) }
        for index in [0, 15, 16, 17, 999] {
            let twice = AWSEventStreamMessage(headers: headers + [headers[index]], payload: [])
            #expect(Transcript([try #require(twice.serialized())]).error == .duplicateHeader)
        }
        let once = AWSEventStreamMessage(headers: headers, payload: [])
        #expect(Transcript([try #require(once.serialized())]).messages == [once])
    }

    @Test("refuses lengths that contradict each other", arguments: [(15, 0), (0, 0), (16, 1), (40, 25), (40, 90)])
    func lengths(total: UInt32, headers: UInt32) {
        #expect(Transcript([Self.prelude(total, headers)]).error == .inconsistentLengths)
    }

    @Test("refuses what is one byte over a limit as soon as it is announced, and takes what just fits")
    func limitsAreExact() throws {
        let bytes = try #require(Self.allTypes.serialized())
        let headerBytes = bytes.count - 16 - 3
        let fitting = AWSEventStreamLimits(maxMessageBytes: bytes.count, maxHeaderBytes: headerBytes)
        #expect(Transcript([bytes, bytes], limits: fitting).messages == [Self.allTypes, Self.allTypes])
        let prelude = [Array(bytes[..<12])]
        let short = AWSEventStreamLimits(maxMessageBytes: bytes.count - 1)
        #expect(Transcript(prelude, limits: short).error == .messageTooLarge(limit: bytes.count - 1))
        let few = AWSEventStreamLimits(maxHeaderBytes: headerBytes - 1)
        #expect(Transcript(prelude, limits: few).error == .headersTooLarge(limit: headerBytes - 1))
        #expect(Transcript([Self.prelude(16 << 20 + 1, 0)]).error == .messageTooLarge(limit: 16 << 20))
        #expect(Transcript([Self.prelude(16 << 20, 128 << 10 + 1)]).error == .headersTooLarge(limit: 128 << 10))
        #expect(Transcript([Self.prelude(16 << 20, 128 << 10)]).error == .truncated)
    }

    @Test("says the same error again, whatever comes after it")
    func failureStays() throws {
        var parser = AWSEventStreamParser()
        parser.append(Self.prelude(15, 0))
        for _ in 0..<2 {
            #expect(throws: AWSEventStreamError.inconsistentLengths) { try parser.next() }
            #expect(throws: AWSEventStreamError.inconsistentLengths) { try parser.finish() }
            parser.append(try #require(Self.allTypes.serialized()))
        }
    }

    @Test("is not asked to write what the format has no room for")
    func unwritable() {
        let headers = [
            Header(name: "", value: .bool(true)), Header(name: String(repeating: "a", count: 256), value: .bool(true)),
            Header(name: "a", value: .string(String(repeating: "a", count: 65_536))),
            Header(name: "a", value: .bytes([UInt8](repeating: 0, count: 65_536))),
            Header(name: "a", value: .uuid([1])),
        ]
        for header in headers { #expect(AWSEventStreamMessage(headers: [header], payload: []).serialized() == nil) }
    }

    /// The first twelve bytes of a message that says it has these lengths.
    private static func prelude(_ total: UInt32, _ headers: UInt32) -> [UInt8] {
        let lengths = [total, headers].flatMap { number in withUnsafeBytes(of: number.bigEndian) { Array($0) } }
        return lengths + withUnsafeBytes(of: CRC32.checksum(lengths).bigEndian) { Array($0) }
    }
}
