/// The ways in which a check cuts its input, as a network might.
enum Cuts {
    /// Byte by byte, in two, and in pieces of lengths that follow from the bytes, so that the same input is always cut alike.
    static func of(_ bytes: [UInt8]) -> [[[UInt8]]] {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let middle = bytes.isEmpty ? 0 : Int(hash % UInt64(bytes.count))
        return [bytes.map { [$0] }, [Array(bytes[..<middle]), [], Array(bytes[middle...])], pieces(bytes, hash)]
    }

    private static func pieces(_ bytes: [UInt8], _ seed: UInt64) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var state = seed
        var start = 0
        while start < bytes.count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let end = min(bytes.count, start + 1 + Int(state >> 60))
            pieces.append(Array(bytes[start..<end]))
            start = end
        }
        return pieces
    }
}
