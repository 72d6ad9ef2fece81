/// What the first byte of a character outside ASCII says of those after it (RFC 3629 §4). Overlong forms, surrogates and
/// everything above U+10FFFF are excluded.
struct UTF8Lead {
    /// How many bytes follow.
    let continuations: Int
    /// What the first of them may be; the others may be 0x80 to 0xBF.
    let second: ClosedRange<UInt8>

    /// `nil` for a byte that begins no such character.
    @inline(__always)
    init?(_ byte: UInt8) {
        switch byte {
        case 0xC2...0xDF: self.init(1, second: 0x80...0xBF)
        case 0xE0: self.init(2, second: 0xA0...0xBF)
        case 0xED: self.init(2, second: 0x80...0x9F)
        case 0xE1...0xEF: self.init(2, second: 0x80...0xBF)
        case 0xF0: self.init(3, second: 0x90...0xBF)
        case 0xF1...0xF3: self.init(3, second: 0x80...0xBF)
        case 0xF4: self.init(3, second: 0x80...0x8F)
        default: return nil
        }
    }

    @inline(__always)
    private init(_ continuations: Int, second: ClosedRange<UInt8>) {
        self.continuations = continuations
        self.second = second
    }

    /// Whether `second` may come after `lead`.
    @inline(__always)
    static func allows(second: UInt8, after lead: UInt8) -> Bool {
        Self(lead)?.second.contains(second) ?? false
    }
}
