import HTTP

@testable import LambdaRuntime

/// HTTP/1.1 messages are the same however the bytes are cut, heads read back as they are written, and the Lambda runtime's
/// own reader of response heads agrees about where a message ends.
enum HTTP1Check {
    static func run(_ role: HTTP1Parser.Role, _ bytes: [UInt8]) throws {
        let small = HTTP1Limits(maxHeadBytes: 96, maxFields: 3, maxBodyBytes: 24)
        for limits in [HTTP1Limits(), small] {
            let whole = try Transcript(role, [bytes], limits)
            for cut in Cuts.of(bytes) {
                let other = try Transcript(role, cut, limits)
                try require(other == whole, "messages are the same however the bytes are cut: \(other), not \(whole)")
            }
            for head in whole.heads { try checkWriting(head, role) }
            try require(whole.bodies.allSatisfy { $0.count <= limits.maxBodyBytes }, "no body is over the limit")
        }
        if role == .responses { try checkRuntimeHead(bytes) }
    }

    private static func checkWriting(_ head: HTTP1Head, _ role: HTTP1Parser.Role) throws {
        var text =
            switch head.startLine {
            case .request(let method, let target): "\(method.rawValue) \(target) HTTP/1.\(head.minorVersion)\r\n"
            case .response(let status, let reason): "HTTP/1.\(head.minorVersion) \(status) \(reason)\r\n"
            }
        for field in head.headers { text += "\(field.name): \(field.value)\r\n" }
        // Bytes that are not UTF-8 have become longer.
        let wide = HTTP1Limits(maxHeadBytes: 1 << 20, maxFields: 1_000)
        let read = try Transcript(role, [Array((text + "\r\n").utf8)], wide)
        try require(read.heads == [head], "a head reads back as it is written: \(read.heads), not \(head)")
        for field in head.headers {
            try require(HeaderField(name: field.name, value: field.value) == field, "a field that came may be sent on")
        }
    }

    private static func checkRuntimeHead(_ bytes: [UInt8]) throws {
        let result = bytes.withUnsafeBytes { RuntimeResponseHead.parse($0) }
        for end in 0...min(bytes.count, 256) {
            // With part of the bytes the answer is that more are needed, or already the final one.
            let part = bytes.withUnsafeBytes { RuntimeResponseHead.parse(UnsafeRawBufferPointer(rebasing: $0[..<end])) }
            guard case .head(let head, let headEnd) = part else { continue }
            guard case .head(let whole, headEnd) = result, whole.status == head.status, whole.framing == head.framing
            else { throw Finding("a runtime's head stays what it is when more bytes come") }
        }
        var parser = HTTP1Parser(.responses)
        parser.append(bytes)
        // Interim heads are the parser's to pass over, and answers that the runtime never asks for.
        guard let event = try? parser.next(), case .head(let head) = event, let status = head.status,
            bytes[9] != UInt8(ascii: "1")
        else { return }
        guard case .head(let other, let end) = result, other.status == status.rawValue else {
            // It also refuses fields of a response without a body that would say how long that is.
            if status == .noContent || status == .notModified { return }
            throw Finding("the runtime's reader takes what the parser takes")
        }
        try require(bytes[..<end].suffix(4).elementsEqual("\r\n\r\n".utf8), "both readers end the head at one place")
        switch (head.bodyLength, other.framing) {
        case (.fixed(let length), .length(let otherLength)):
            try require(length == otherLength || status == .noContent || status == .notModified, "lengths are the same")
        case (.chunked, .chunked), (.untilClose, .untilClose):
            break
        case (.fixed(0), _) where status == .noContent || status == .notModified:
            break
        case (let length, let framing):
            throw Finding("both readers find the body's end alike: \(length), \(framing)")
        }
    }

    /// What the parser made of some pieces; the peer closes after the last.
    private struct Transcript: Equatable {
        var events: [HTTP1Parser.Event] = []
        var error: HTTP1Error?

        init(_ role: HTTP1Parser.Role, _ pieces: [[UInt8]], _ limits: HTTP1Limits) throws {
            var parser = HTTP1Parser(role, limits: limits)
            do throws(HTTP1Error) {
                for piece in pieces {
                    parser.append(piece)
                    while true {
                        let event = try parser.next()
                        guard event != .needsMore else { break }
                        record(event)
                    }
                }
                if let last = try parser.finish() { record(last) }
            } catch {
                self.error = error
            }
            guard let error else { return }
            parser.append(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
            let again = outcome { () throws(HTTP1Error) in try parser.next() }
            try require(again.error == error, "nothing comes after an error but the same")
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

        var bodies: [[UInt8]] {
            events.compactMap { event in
                guard case .body(let bytes) = event else { return nil }
                return bytes
            }
        }
    }
}
