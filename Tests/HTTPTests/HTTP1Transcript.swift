import HTTP

/// What a parser made of some bytes: its events, bodies put together, and the error that ended it.
struct HTTP1Transcript: Equatable {
    var events: [HTTP1Parser.Event] = []
    var error: HTTP1Error?

    /// Feeds the pieces one by one; at the end the peer closes.
    init(_ role: HTTP1Parser.Role, _ pieces: [[UInt8]], limits: HTTP1Limits = HTTP1Limits(), methods: [Method] = []) {
        var parser = HTTP1Parser(role, limits: limits)
        var methods = methods[...]
        if let method = methods.popFirst() { parser.expectResponse(to: method) }
        do throws(HTTP1Error) {
            for piece in pieces {
                parser.append(piece)
                while true {
                    let event = try parser.next()
                    guard event != .needsMore else { break }
                    record(event)
                    if case .end = event, let method = methods.popFirst() { parser.expectResponse(to: method) }
                }
            }
            if let last = try parser.finish() { record(last) }
        } catch {
            self.error = error
        }
    }

    private mutating func record(_ event: HTTP1Parser.Event) {
        if case .body(let more) = event, case .body(let bytes) = events.last {
            events[events.count - 1] = .body(bytes + more)
        } else {
            events.append(event)
        }
    }

    var heads: [HTTP1Head] {
        events.compactMap { event in
            guard case .head(let head) = event else { return nil }
            return head
        }
    }

    var bodies: [String] {
        events.compactMap { event in
            guard case .body(let bytes) = event else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    var trailers: [HeaderFields] {
        events.compactMap { event in
            guard case .end(let trailers) = event else { return nil }
            return trailers
        }
    }
}

/// Every way to cut bytes in two, and the cut into single bytes.
func cuts(of bytes: [UInt8]) -> [[[UInt8]]] {
    bytes.indices.map { [Array(bytes[..<$0]), Array(bytes[$0...])] } + [bytes.map { [$0] }]
}
