@testable import HTTP

/// Messages are the same however the bytes are cut, and encoding them again gives the bytes they came as.
enum AWSEventStreamCheck {
    static func run(_ bytes: [UInt8]) throws {
        try check(bytes)
        // Bytes with checksums that are right are rare, so the input is also taken for a message's inside.
        guard let first = bytes.first else { return }
        let inside = Array(bytes.dropFirst())
        let message = AWSEventStreamMessage.framed(inside, headerBytes: min(Int(first), inside.count)) ?? []
        try check(message + message)
    }

    private static func check(_ bytes: [UInt8]) throws {
        for limits in [AWSEventStreamLimits(), AWSEventStreamLimits(maxMessageBytes: 64, maxHeaderBytes: 24)] {
            let whole = Transcript([bytes], limits)
            for cut in Cuts.of(bytes) {
                try require(Transcript(cut, limits) == whole, "messages are the same however the bytes are cut")
            }
            let encoded = whole.messages.flatMap { $0.serialized() ?? [] }
            try require(bytes.starts(with: encoded), "a message encodes to the bytes it came as")
            if whole.error == nil { try require(bytes.count == encoded.count, "no byte is lost") }
        }
    }

    private struct Transcript: Equatable {
        var messages: [AWSEventStreamMessage] = []
        var error: AWSEventStreamError?

        init(_ pieces: [[UInt8]], _ limits: AWSEventStreamLimits) {
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
}
