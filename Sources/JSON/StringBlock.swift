import CSIMD

/// Sixty-four bytes of a string's content at one look; bit `i` of a mask speaks of byte `i`.
///
/// A block starts between two characters and outside of an escape sequence. One that ends within either is cut short
/// there, so nothing is carried from block to block.
enum StringBlock {
    /// How many bytes a block has.
    static let width = Int(CSIMD_BLOCK)
    /// How many bytes of a character or an escape sequence a block's end can cut off from the rest.
    static let longestCut = 3

    /// Checks the block at `offset`, which the buffer must have whole, as a string's content.
    ///
    /// - Returns: the stops, the backslashes that begin an escape sequence, and the bytes that are not ASCII; where nothing
    ///   stops, or before the lowest stop, those are the string's. What lies before the lowest stop is checked content;
    ///   what stands there needs a look of its own: the closing quote, a `\u`, a fault, or, among the last `longestCut`
    ///   bytes, something that the block's end cuts and that must begin the next.
    @inline(__always)
    static func check(
        _ raw: UnsafeRawBufferPointer,
        from offset: Int
    ) -> (stops: UInt64, escapes: UInt64, beyondASCII: UInt64) {
        let quotes = csimd_equal(raw.baseAddress, offset, ASCII.quote)
        let backslashes = csimd_equal(raw.baseAddress, offset, ASCII.backslash)
        let escapes = escapes(of: backslashes)
        let codes = escapes << 1
        var stops = quotes & ~codes
        if escapes != 0 {
            // An escape sequence that the block's end cuts has no code here: the next block starts with it.
            stops |= escapes & 1 << 63
            var others = codes & ~(quotes | backslashes)
            while others != 0 {
                let index = others.trailingZeroBitCount
                if !ASCII.isSimpleEscape(raw[offset &+ index]) { stops |= 1 &<< UInt64(index &- 1) }
                others &= others &- 1
            }
        }
        var beyondASCII: UInt64 = 0
        if csimd_has_control_or_high(raw.baseAddress, offset) {
            stops |= csimd_below(raw.baseAddress, offset, ASCII.space)
            beyondASCII = ~csimd_below(raw.baseAddress, offset, 0x80)
            if beyondASCII != 0 { stops |= stopsBeyondASCII(raw, from: offset, beyondASCII) }
        }
        return (stops, escapes, beyondASCII)
    }

    /// Checks a block as UTF-8, whatever it says; its stops are those of `check`.
    @inline(__always)
    static func checkUTF8(_ raw: UnsafeRawBufferPointer, from offset: Int) -> UInt64 {
        let beyondASCII = ~csimd_below(raw.baseAddress, offset, 0x80)
        return beyondASCII == 0 ? 0 : stopsBeyondASCII(raw, from: offset, beyondASCII)
    }

    /// The bytes of the block at `offset` that a string cannot hold as they are: quotes, backslashes and control
    /// characters.
    @inline(__always)
    static func specials(_ raw: UnsafeRawBufferPointer, from offset: Int) -> UInt64 {
        csimd_equal(raw.baseAddress, offset, ASCII.quote) | csimd_equal(raw.baseAddress, offset, ASCII.backslash)
            | csimd_below(raw.baseAddress, offset, ASCII.space)
    }

    /// The backslashes of the block at `offset` that begin an escape sequence.
    @inline(__always)
    static func escapes(_ raw: UnsafeRawBufferPointer, from offset: Int) -> UInt64 {
        escapes(of: csimd_equal(raw.baseAddress, offset, ASCII.backslash))
    }

    /// The backslashes that begin an escape sequence: in a row of them the first, the third and so on.
    ///
    /// Subtracting lets a borrow run through each row, which flips the bits of every second place (Langdale and Lemire,
    /// "Parsing Gigabytes of JSON per Second", §3.1.1).
    @inline(__always)
    static func escapes(of backslashes: UInt64) -> UInt64 {
        let oddPlaces: UInt64 = 0xAAAA_AAAA_AAAA_AAAA
        return ((backslashes << 1 | oddPlaces) &- backslashes ^ oddPlaces) & backslashes
    }

    /// Where a block that has bytes above 0x7F must stop for them: at a character that the block's end cuts, and at the
    /// first of them if any is not UTF-8 (RFC 3629 §4).
    @inline(__always)
    private static func stopsBeyondASCII(
        _ raw: UnsafeRawBufferPointer,
        from offset: Int,
        _ beyondASCII: UInt64
    ) -> UInt64 {
        let leads = ~csimd_below(raw.baseAddress, offset, 0xC0)
        let longLeads = ~csimd_below(raw.baseAddress, offset, 0xE0)
        var expected = leads << 1
        var cut = leads & 1 << 63
        // The leads of overlong forms and of nothing at all.
        var isFaulty = leads & csimd_below(raw.baseAddress, offset, 0xC2) != 0
        if longLeads != 0 {
            let longestLeads = ~csimd_below(raw.baseAddress, offset, 0xF0)
            expected |= longLeads << 2 | longestLeads << 3
            cut |= longLeads & 1 << 62 | longestLeads & 1 << 61
            var restricted =
                csimd_equal(raw.baseAddress, offset, 0xE0) | csimd_equal(raw.baseAddress, offset, 0xED)
                | longestLeads
            restricted &= ~cut
            while restricted != 0 {
                let index = offset &+ restricted.trailingZeroBitCount
                if !UTF8Lead.allows(second: raw[index &+ 1], after: raw[index]) { isFaulty = true }
                restricted &= restricted &- 1
            }
        }
        isFaulty = isFaulty || expected != beyondASCII & ~leads
        return isFaulty ? beyondASCII & (0 &- beyondASCII) : cut
    }
}
