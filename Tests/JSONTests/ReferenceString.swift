import JSON

/// A string of RFC 8259 read the plainest way, a byte after the other: what the fast ways must agree with.
struct ReferenceString {
    /// The string's content as UTF-8.
    private(set) var content: [UInt8] = []
    /// The offset past the closing quote.
    private(set) var end: Int

    private let bytes: [UInt8]

    /// Reads the string whose opening quote stands at `start`.
    init(_ bytes: [UInt8], at start: Int) throws(JSONError) {
        self.bytes = bytes
        end = start + 1
        while true {
            let byte = try self.byte(at: end)
            switch byte {
            case UInt8(ascii: "\""):
                end += 1
                return
            case UInt8(ascii: "\\"): try readEscape()
            case 0..<0x20: throw JSONError(.controlCharacter, at: end)
            case 0x20..<0x80:
                content.append(byte)
                end += 1
            default: try readBeyondASCII()
            }
        }
    }

    private func byte(at offset: Int) throws(JSONError) -> UInt8 {
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        return bytes[offset]
    }

    private static let simple: [Character: UInt8] = [
        "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 0x08, "f": 0x0C, "n": 0x0A, "r": 0x0D, "t": 0x09,
    ]

    private mutating func readEscape() throws(JSONError) {
        let start = end
        let code = try byte(at: start + 1)
        if let simple = Self.simple[Character(Unicode.Scalar(code))] {
            content.append(simple)
            end += 2
            return
        }
        var units = [try readUnit(sequenceStart: start)]
        if UTF16.isLeadSurrogate(units[0]) { units.append(try readUnit(sequenceStart: start)) }
        let text = String(decoding: units, as: UTF16.self)
        guard !text.contains("\u{FFFD}") || units == [0xFFFD], text.unicodeScalars.count == 1 else {
            throw JSONError(.invalidEscape, at: start)
        }
        content += Array(text.utf8)
    }

    /// Reads `\uXXXX`.
    private mutating func readUnit(sequenceStart: Int) throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for index in 0..<6 {
            let byte = try byte(at: end)
            if index < 2 {
                guard byte == (index == 0 ? UInt8(ascii: "\\") : UInt8(ascii: "u")) else {
                    throw JSONError(.invalidEscape, at: sequenceStart)
                }
            } else {
                guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                    throw JSONError(.invalidEscape, at: sequenceStart)
                }
                unit = unit << 4 | UInt16(digit)
            }
            end += 1
        }
        return unit
    }

    /// Reads one character, with the standard library as the judge of UTF-8.
    private mutating func readBeyondASCII() throws(JSONError) {
        for length in 2...4 where end + length <= bytes.count {
            let character = bytes[end..<end + length]
            guard let text = String(validating: character, as: UTF8.self), text.unicodeScalars.count == 1 else {
                continue
            }
            content += character
            end += length
            return
        }
        let isCut = bytes.count - end < 4 && Self.isCut(bytes[end...])
        throw isCut ? JSONError(.unexpectedEnd, at: bytes.count) : JSONError(.invalidUTF8, at: end)
    }

    /// Whether bytes are missing at the end of what would else be one character.
    private static func isCut(_ bytes: ArraySlice<UInt8>) -> Bool {
        let next: [UInt8] = [0x80, 0x90, 0xA0]
        var tails: [[UInt8]] = [[]]
        for _ in 0..<3 {
            tails = tails.flatMap { tail in next.map { tail + [$0] } }
            for tail in tails {
                let text = String(validating: bytes + tail, as: UTF8.self)
                if text?.unicodeScalars.count == 1 { return true }
            }
        }
        return false
    }
}
