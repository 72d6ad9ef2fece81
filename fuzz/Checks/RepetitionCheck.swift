import HTTP
import JSON
import LambdaRuntime
import YAML

/// No parser takes more than about linear time: long inputs of one repeated part are where others show. libFuzzer's time
/// limit is the judge, so nothing is compared here.
enum RepetitionCheck {
    /// A step that each byte makes over all bytes before it is made two thousand million times.
    private static let length = 64 << 10
    /// What a network gives at once.
    private static let pieceLength = 100

    /// The first byte chooses the parser, the second and third where the part begins and ends that is repeated.
    static func run(_ bytes: [UInt8]) throws {
        guard bytes.count > 3 else { return }
        let text = bytes[3...]
        let start = text.startIndex + Int(bytes[1]) % text.count
        let end = start + 1 + Int(bytes[2]) % (text.endIndex - start)
        let part = text[start..<end]
        let repeated = repeatElement(part, count: length / part.count).joined()
        parse(Array(text[..<start]) + repeated + Array(text[end...]), by: bytes[0])
    }

    private static func parse(_ bytes: [UInt8], by parser: UInt8) {
        switch parser % 8 {
        case 0: _ = try? JSONValue(parsing: bytes).serialized()
        case 1:
            var reader = JSONReader(bytes)
            _ = try? reader.skipValue()
        case 2: _ = try? YAMLNode(parsing: bytes).json
        case 3: readServerSentEvents(bytes)
        case 4: readHTTP1(.requests, bytes)
        case 5: readHTTP1(.responses, bytes)
        case 6: _ = try? APIGatewayProxyEvent(parsing: bytes)
        default: readURL(String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func readServerSentEvents(_ bytes: [UInt8]) {
        var parser = EventStreamParser()
        for piece in pieces(of: bytes) {
            parser.append(piece)
            while case .event = parser.next() {}
        }
    }

    private static func readHTTP1(_ role: HTTP1Parser.Role, _ bytes: [UInt8]) {
        var parser = HTTP1Parser(role, limits: HTTP1Limits(maxHeadBytes: 1 << 20, maxFields: 1 << 20))
        for piece in pieces(of: bytes) {
            parser.append(piece)
            while true {
                guard let event = try? parser.next() else { return }
                if event == .needsMore { break }
            }
        }
    }

    private static func readURL(_ text: String) {
        _ = WireURL(text)
        _ = QueryItems(parsing: text).encoded
        _ = PercentCoding.decode(text)
    }

    private static func pieces(of bytes: [UInt8]) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: pieceLength).map { Array(bytes[$0..<min($0 + pieceLength, bytes.count)]) }
    }
}
