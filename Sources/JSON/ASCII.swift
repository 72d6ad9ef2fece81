/// The bytes JSON's grammar gives a meaning to.
enum ASCII {
    static let backspace: UInt8 = 0x08
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let formFeed: UInt8 = 0x0C
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let minus: UInt8 = 0x2D
    static let dot: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let nine: UInt8 = 0x39
    static let colon: UInt8 = 0x3A
    static let upperE: UInt8 = 0x45
    static let openBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closeBracket: UInt8 = 0x5D
    static let lowerB: UInt8 = 0x62
    static let lowerE: UInt8 = 0x65
    static let lowerF: UInt8 = 0x66
    static let lowerN: UInt8 = 0x6E
    static let lowerR: UInt8 = 0x72
    static let lowerT: UInt8 = 0x74
    static let lowerU: UInt8 = 0x75
    static let openBrace: UInt8 = 0x7B
    static let closeBrace: UInt8 = 0x7D

    /// Whether `byte` after a backslash stands for one character (RFC 8259 §7).
    @inline(__always)
    static func isSimpleEscape(_ byte: UInt8) -> Bool {
        let set = byte < 64 ? escapesBelow64 : byte < 128 ? escapesFrom64 : 0
        return (set >> UInt64(byte & 63)) & 1 == 1
    }

    /// The character that `code` after a backslash stands for, when it is one of the simple escapes.
    @inline(__always)
    static func unescaped(_ code: UInt8) -> UInt8 {
        switch code {
        case lowerB: backspace
        case lowerF: formFeed
        case lowerN: lineFeed
        case lowerR: carriageReturn
        case lowerT: tab
        default: code
        }
    }

    /// How many bytes `escape` writes at most.
    static let longestEscape = 6

    /// Writes the shortest escape sequence of a quote, a backslash or a control character and returns its length.
    @inline(__always)
    static func escape(_ byte: UInt8, into output: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        output[offset] = backslash
        switch byte {
        case backspace: output[offset &+ 1] = lowerB
        case tab: output[offset &+ 1] = lowerT
        case lineFeed: output[offset &+ 1] = lowerN
        case formFeed: output[offset &+ 1] = lowerF
        case carriageReturn: output[offset &+ 1] = lowerR
        case quote, backslash: output[offset &+ 1] = byte
        default:
            let low = byte & 0x0F
            output[offset &+ 1] = lowerU
            output[offset &+ 2] = zero
            output[offset &+ 3] = zero
            output[offset &+ 4] = zero &+ byte >> 4
            output[offset &+ 5] = low < 10 ? zero &+ low : 0x57 &+ low
            return longestEscape
        }
        return 2
    }

    /// A bit for each of `"` and `/`.
    private static let escapesBelow64: UInt64 = 1 << 0x22 | 1 << 0x2F
    /// A bit for each of `\`, `b`, `f`, `n`, `r` and `t`, counted from 64.
    private static let escapesFrom64: UInt64 =
        1 << 0x1C | 1 << 0x22 | 1 << 0x26 | 1 << 0x2E | 1 << 0x32 | 1 << 0x34

    static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }

    /// The value of a hexadecimal digit; `nil` for any other byte.
    static func hexValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte &- 0x30)
        case 0x41...0x46: UInt32(byte &- 0x37)
        case 0x61...0x66: UInt32(byte &- 0x57)
        default: nil
        }
    }
}
