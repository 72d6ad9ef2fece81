/// 64 bits of FNV-1a (IETF draft-eastlake-fnv): the same on every machine and in every run, unlike `Hasher`.
/// Tells revisions of a template apart; it guards nothing.
struct Fingerprint {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Adds bytes and where they end.
    mutating func combine(_ bytes: [UInt8]) {
        for byte in bytes { combine(byte) }
        combine(0)
    }

    /// Sixteen hexadecimal digits.
    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private mutating func combine(_ byte: UInt8) {
        state ^= UInt64(byte)
        state &*= 0x0000_0100_0000_01B3
    }
}
