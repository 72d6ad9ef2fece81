import HTTP
import Testing

@Suite("An event stream parser")
struct EventStreamParserTests {
    /// What a parser made of some bytes.
    struct Transcript: Equatable {
        var events: [ServerSentEvent] = []
        var isTooLong = false
        var rest: [UInt8] = []
        var hasPartialEvent = false
        var lastEventID: String?

        init(_ pieces: [[UInt8]], limit: Int = 1 << 20) {
            var parser = EventStreamParser(limit: limit)
            for piece in pieces {
                parser.append(piece)
                steps: while true {
                    switch parser.next() {
                    case .needsMore: break steps
                    case .event(let event): events.append(event)
                    case .tooLong:
                        isTooLong = true
                        return
                    }
                }
            }
            rest = parser.rest
            hasPartialEvent = parser.hasPartialEvent
            lastEventID = parser.lastEventID
        }

        var summary: [String] {
            events.map { "\($0.event ?? "-")|\(String(decoding: $0.data, as: UTF8.self))|\($0.id ?? "-")" }
        }

        var allBytes: [UInt8] { events.flatMap(\.raw) + rest }
    }

    static let streams: [(String, [String])] = [
        ("data: hello\n\n", ["-|hello|-"]),
        ("data:hello\n\ndata:  two spaces \n\n", ["-|hello|-", "-| two spaces |-"]),
        ("data: a\r\n\r\ndata: b\r\n\r\n", ["-|a|-", "-|b|-"]),
        ("data: a\r\rdata: b\r\r", ["-|a|-", "-|b|-"]),
        (
            "data: a\n\r\ndata: b\r\n\ndata: c\r\r\ndata: d\n\rdata: e\r\n\rx: y\n\n",
            ["-|a|-", "-|b|-", "-|c|-", "-|d|-", "-|e|-"]
        ),
        ("event: ping\ndata: 1\ndata: 2\ndata\ndata:\nid: 7\n\n", ["ping|1\n2\n\n|7"]),
        ("\u{FEFF}data: after a byte order mark\n\n\u{FEFF}data: none\n\n", ["-|after a byte order mark|-"]),
        (": comment\n\n:\n\ndata: x\n: inside\n\n", ["-|x|-"]),
        ("event: nothing\n\ndata: x\n\n", ["-|x|-"]),
        ("event:\ndata: x\n\n", ["-|x|-"]),
        ("data\n\ndata:\n\n", ["-||-", "-||-"]),
        ("retry: 10\nunknown: y\nData: z\ndata : z\n data: z\n\n", []),
        ("\n\n\r\r\n\n\ndata: x\n\n\n\n", ["-|x|-"]),
        ("data: {\"a\":\"é€😀\"}\n\ndata: [DONE]\n\n", ["-|{\"a\":\"é€😀\"}|-", "-|[DONE]|-"]),
        ("id: a\n\ndata: x\nid: b\u{0}c\n\nid\ndata: y\n\n", ["-|x|-", "-|y|"]),
        ("data: unfinished\n", []), ("data: unfinished", []), ("data: unfinished\r", []), ("", []),
    ]

    @Test("follows the rules of WHATWG however the bytes are cut", arguments: streams)
    func cuts(text: String, expected: [String]) {
        let bytes = Array(text.utf8)
        let whole = Transcript([bytes])
        #expect(whole.summary == expected)
        #expect(whole.allBytes == bytes)
        for cut in HTTPTests.cuts(of: bytes) { #expect(Transcript(cut) == whole) }
    }

    @Test("gives every event the bytes it came as")
    func raw() {
        let parts = ["data: a\r\n\r\n", ": ping\r\n\r\nevent: b\r\ndata: b\r\n\r\n", "data: c\n\n"]
        let transcript = Transcript([Array(parts.joined().utf8)])
        #expect(transcript.events.map { String(decoding: $0.raw, as: UTF8.self) } == parts)
        #expect(transcript.rest.isEmpty)
    }

    @Test("hands an event out with its last byte, not with the first of the next", arguments: ["\n", "\r\n", "\r"])
    func noDelay(lineEnd: String) {
        let event = "data: a" + lineEnd + lineEnd
        #expect(Transcript([Array(event.utf8)]).summary == ["-|a|-"])
        #expect(Transcript(event.utf8.map { [$0] }).summary == ["-|a|-"])
    }

    @Test(
        "knows whether an event was cut off",
        arguments: [
            ("", false), ("data: x\n\n", false), ("data: x\n", true), ("data: x", true), ("d", true),
            ("event: x\n", true),
            ("id: 1\n", true), (": ping\n", false), (": pi", false), ("\n", false), ("data: x\r\r\n", false),
            ("retry: 3\n\n", false),
        ]
    )
    func partialEvents(text: String, expected: Bool) {
        #expect(Transcript([Array(text.utf8)]).hasPartialEvent == expected)
        #expect(Transcript(text.utf8.map { [$0] }).hasPartialEvent == expected)
    }

    @Test("keeps the last id, of events without data too")
    func lastEventID() {
        #expect(Transcript([Array("id: 1\ndata: x\n\nid: 2\n\ndata: y\n\nid: 3\n".utf8)]).lastEventID == "2")
    }

    @Test("refuses an event one byte over the limit, and takes one that just fits")
    func limit() {
        let event = Array("data: 0123456789\r\n\r\n".utf8)
        for cut in HTTPTests.cuts(of: event + event) + [[event + event]] {
            #expect(Transcript(cut, limit: event.count).events.count == 2)
            let refused = Transcript(cut, limit: event.count - 1)
            #expect(refused.isTooLong)
            #expect(refused.events.isEmpty)
        }
    }

    @Test("refuses a line that never ends, and keeps nothing of what follows")
    func endlessLine() {
        var parser = EventStreamParser(limit: 100)
        for _ in 0..<10 {
            parser.append(Array("data: 0123456789".utf8))
            _ = parser.next()
        }
        let step = parser.next()
        #expect(step == .tooLong(limit: 100))
        #expect(parser.rest.count < 150)
    }

    @Test("reads back what was written", arguments: ["", "x", "a\nb", "a\rb\r\nc\n", "\n", "data: x\n\nevent: y"])
    func roundTrip(text: String) {
        for event in [nil, "name"] {
            let bytes = ServerSentEvent.serialized(data: Array(text.utf8), event: event)
            let normal = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
            #expect(Transcript([bytes]).summary == ["\(event ?? "-")|\(normal)|-"])
        }
    }

    @Test("lets no line end out of an event's name")
    func nameInjection() {
        let bytes = ServerSentEvent.serialized(data: [120], event: "a\ndata: forged\n\n")
        #expect(Transcript([bytes]).summary == ["a|x|-"])
    }
}
