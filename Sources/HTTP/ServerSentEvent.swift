/// One event of a `text/event-stream` (https://html.spec.whatwg.org/multipage/server-sent-events.html).
package struct ServerSentEvent: Sendable, Equatable {
    /// Its `event` field; nil when it has none or an empty one, which means "message".
    package var event: String?
    /// Its `data` fields, joined by LF.
    package var data: [UInt8]
    /// Its own `id` field; nil when it has none. `EventStreamParser.lastEventID` is the one that lasts.
    package var id: String?
    /// The bytes as they came, the blank line included. What the stream had before it and no event came of (comments,
    /// a byte order mark) stands in front.
    package var raw: [UInt8]

    /// An event of these parts.
    package init(event: String? = nil, data: [UInt8], id: String? = nil, raw: [UInt8] = []) {
        self.event = event
        self.data = data
        self.id = id
        self.raw = raw
    }

    /// The bytes that carry `data` as one event: a `data` line for each of its lines, and a blank line.
    ///
    /// CR, LF and CRLF all count as line ends in `data` and arrive as LF. `event` must have no line end; what follows one
    /// is left out.
    package static func serialized(data: [UInt8], event: String? = nil) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.count + 16)
        if let event {
            bytes.append(contentsOf: "event: ".utf8)
            bytes.append(contentsOf: event.utf8.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
            bytes.append(UInt8(ascii: "\n"))
        }
        appendLines(of: data, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private static func appendLines(of data: [UInt8], to bytes: inout [UInt8]) {
        var rest = data[...]
        while true {
            bytes.append(contentsOf: "data: ".utf8)
            let end = rest.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? rest.endIndex
            bytes.append(contentsOf: rest[..<end])
            bytes.append(UInt8(ascii: "\n"))
            guard end < rest.endIndex else { return }
            let isPair = rest[end...].starts(with: "\r\n".utf8)
            rest = rest[(end + (isPair ? 2 : 1))...]
        }
    }
}
