/// Cuts a byte stream into server-sent events, by the rules of
/// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation. Feed it any split of the
/// bytes; it performs no I/O.
///
/// No byte is lost: the `raw` of all events and the `rest` after the last, put together, are the input.
package struct EventStreamParser: Sendable {
    /// What the bytes so far amount to.
    package enum Step: Sendable, Equatable {
        /// Nothing yet: append more bytes.
        case needsMore
        /// The next event.
        case event(ServerSentEvent)
        /// More bytes than the limit came without an event; nothing more will come of this parser.
        case tooLong(limit: Int)
    }

    /// The fields of the event that is being read.
    private struct Fields {
        var event: String?
        var id: String?
        var data: [UInt8] = []
        var hasData = false
    }

    private let limit: Int
    private var isTooLong = false
    private var buffer: [UInt8] = []
    /// Where the bytes begin that no event was made of yet.
    private var start = 0
    /// Where the line begins that is being read, and how far it was searched for its end.
    private var lineStart = 0
    private var scanned = 0
    /// The line before ended in a CR that no LF followed: this stream's lines end in CR.
    private var endsLinesInCR = false
    private var isFirstLine = true
    private var fields = Fields()

    /// The `id` that came last, in whatever event: what a client that connects again sends as `Last-Event-ID`.
    package private(set) var lastEventID: String?

    /// Begins before the first byte of a stream. `limit`: bytes one event may have, and what stands before it.
    package init(limit: Int = 1 << 20) {
        self.limit = limit
    }

    /// Takes the stream's next bytes.
    package mutating func append(_ bytes: [UInt8]) {
        guard !isTooLong else { return }
        discardRead()
        if buffer.isEmpty, bytes.count > buffer.capacity {
            buffer = bytes
        } else {
            buffer.append(contentsOf: bytes)
        }
    }

    /// What comes next.
    package mutating func next() -> Step {
        while let line = nextLine() {
            guard line.isEmpty else {
                interpret(line)
                continue
            }
            if fields.id != nil { lastEventID = fields.id }
            if fields.hasData, lineStart - start <= limit { return .event(finishEvent()) }
            if fields.hasData { break }
            fields = Fields()
        }
        guard buffer.count - start > limit else { return .needsMore }
        isTooLong = true
        return .tooLong(limit: limit)
    }

    /// The bytes after the last event: what is left of a stream that ended, and by the rules is no event.
    package var rest: [UInt8] { Array(buffer[start...]) }

    /// Whether a field or the beginning of one has come after the last event: a stream that ends now was cut off.
    package var hasPartialEvent: Bool {
        if fields.hasData || fields.event != nil || fields.id != nil { return true }
        guard let first = buffer[lineStart...].first else { return false }
        return first != UInt8(ascii: ":") && first != .carriageReturn && first != .lineFeed
    }

    private mutating func finishEvent() -> ServerSentEvent {
        let event = ServerSentEvent(
            event: fields.event,
            data: fields.data,
            id: fields.id,
            raw: Array(buffer[start..<lineStart])
        )
        fields = Fields()
        start = lineStart
        return event
    }

    private mutating func discardRead() {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
        } else if start > buffer.count / 2 {
            buffer.removeSubrange(..<start)
        } else {
            return
        }
        lineStart -= start
        scanned -= start
        start = 0
    }
}

// MARK: Lines

extension EventStreamParser {
    /// The next line without its end; nil when the end has not come, or a CR has and a LF may yet.
    private mutating func nextLine() -> Range<Int>? {
        guard let end = firstLineEnd() else {
            scanned = buffer.count
            return nil
        }
        scanned = end
        let line = lineStart..<end
        if buffer[end] == .lineFeed {
            endsLinesInCR = false
            finishLine(at: end + 1)
        } else if line.isEmpty, endsLinesInCR {
            // An event ends here. Waiting for what comes next would hold it back for as long as the stream is silent. If
            // that is a LF after all, it is an empty line more, which means nothing.
            finishLine(at: end + 1)
        } else {
            guard end + 1 < buffer.count else { return nil }
            endsLinesInCR = buffer[end + 1] != .lineFeed
            finishLine(at: endsLinesInCR ? end + 1 : end + 2)
        }
        return withoutByteOrderMark(line)
    }

    private mutating func finishLine(at next: Int) {
        lineStart = next
        scanned = next
    }

    private func firstLineEnd() -> Int? {
        buffer.withUnsafeBufferPointer { bytes in
            var index = scanned
            while index < bytes.count {
                if bytes[index] == .lineFeed || bytes[index] == .carriageReturn { return index }
                index += 1
            }
            return nil
        }
    }

    private mutating func withoutByteOrderMark(_ line: Range<Int>) -> Range<Int> {
        guard isFirstLine else { return line }
        isFirstLine = false
        return buffer[line].starts(with: [0xEF, 0xBB, 0xBF]) ? line.dropFirst(3) : line
    }

    /// Takes in one field; a line that begins with a colon is a comment.
    private mutating func interpret(_ line: Range<Int>) {
        let line = buffer[line]
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        let name = line[..<colon]
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        if name.elementsEqual("data".utf8) {
            if fields.hasData { fields.data.append(.lineFeed) }
            fields.data.append(contentsOf: value)
            fields.hasData = true
        } else if name.elementsEqual("event".utf8) {
            fields.event = value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
        } else if name.elementsEqual("id".utf8), !value.contains(0) {
            fields.id = String(decoding: value, as: UTF8.self)
        }
    }
}

extension UInt8 {
    fileprivate static let lineFeed = UInt8(ascii: "\n")
    fileprivate static let carriageReturn = UInt8(ascii: "\r")
}
