import HTTP

/// Server-sent events are those of WHATWG's rules however the bytes are cut, and no byte is lost.
enum ServerSentEventCheck {
    static func run(_ bytes: [UInt8]) throws {
        for limit in [1 << 20, 64] {
            let whole = try Transcript([bytes], limit: limit)
            for cut in Cuts.of(bytes) {
                let other = try Transcript(cut, limit: limit)
                try require(other == whole, "the events are the same however the bytes are cut: \(other), not \(whole)")
            }
            if !whole.isTooLong {
                try require(whole.events.flatMap(\.raw) + whole.rest == bytes, "no byte is lost")
                // A CR at the stream's end is a line's end to WHATWG. To the parser it may be the first half of CR LF.
                let isOpen = whole.rest.last == UInt8(ascii: "\r")
                let expected = PlainEventStream.events(isOpen ? bytes.dropLast() : bytes)
                try require(whole.bare == expected, "events are WHATWG's: \(whole.bare), not \(expected)")
            }
            for event in whole.events { try checkWriting(event, limit: limit) }
        }
        try checkWriting(ServerSentEvent(data: bytes, raw: []), limit: 1 << 20)
    }

    private static func checkWriting(_ event: ServerSentEvent, limit: Int) throws {
        try require(event.raw.count <= limit, "no event is over the limit")
        let written = ServerSentEvent.serialized(data: event.data, event: event.event)
        let read = try Transcript([written], limit: 1 << 30)
        let data = PlainEventStream.lines(event.data).joined(separator: [UInt8(ascii: "\n")])
        try require(read.rest.isEmpty && read.events.count == 1, "an event that is written is one event")
        try require(
            read.events.first?.data == Array(data) && read.events.first?.event == event.event,
            "an event that is written reads back"
        )
    }

    /// What the parser made of some pieces.
    private struct Transcript: Equatable {
        var events: [ServerSentEvent] = []
        var isTooLong = false
        var rest: [UInt8] = []
        var hasPartialEvent = false
        var lastEventID: String?

        var bare: [ServerSentEvent] {
            events.map { ServerSentEvent(event: $0.event, data: $0.data, id: $0.id) }
        }

        init(_ pieces: [[UInt8]], limit: Int) throws {
            var parser = EventStreamParser(limit: limit)
            for piece in pieces {
                parser.append(piece)
                steps: while true {
                    switch parser.next() {
                    case .needsMore: break steps
                    case .event(let event): events.append(event)
                    case .tooLong:
                        isTooLong = true
                        parser.append(Array("data: x\n\n".utf8))
                        try require(parser.next() == .tooLong(limit: limit), "nothing comes after an event too long")
                        return
                    }
                }
            }
            rest = parser.rest
            hasPartialEvent = parser.hasPartialEvent
            lastEventID = parser.lastEventID
        }
    }
}

/// WHATWG's rules for an event stream in the plainest form, for a stream that is there as a whole.
private enum PlainEventStream {
    static func events(_ bytes: [UInt8]) -> [ServerSentEvent] {
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        var events: [ServerSentEvent] = []
        var event = ServerSentEvent(data: [])
        var hasData = false
        // What follows the last line end is no line.
        for line in lines(bytes).dropLast() {
            guard !line.isEmpty else {
                if hasData { events.append(event) }
                event = ServerSentEvent(data: [])
                hasData = false
                continue
            }
            let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            var value = parts.count == 2 ? Array(parts[1]) : []
            if value.first == UInt8(ascii: " ") { value.removeFirst() }
            switch String(decoding: parts[0], as: UTF8.self) {
            case "data":
                event.data += (hasData ? [UInt8(ascii: "\n")] : []) + value
                hasData = true
            case "event": event.event = value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
            case "id": if !value.contains(0) { event.id = String(decoding: value, as: UTF8.self) }
            default: break
            }
        }
        return events
    }

    /// The text between the line ends, each of which is CR LF, CR or LF.
    static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        var followsReturn = false
        for byte in bytes {
            if byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") && !followsReturn {
                lines.append([])
            } else if byte != UInt8(ascii: "\n") {
                lines[lines.count - 1].append(byte)
            }
            followsReturn = byte == UInt8(ascii: "\r")
        }
        return lines
    }
}
