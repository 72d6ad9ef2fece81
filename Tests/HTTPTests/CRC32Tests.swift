import HTTP
import Testing

@Suite("CRC-32")
struct CRC32Tests {
    @Test(
        "is the checksum of gzip",
        arguments: [
            ("", 0), ("123456789", 0xCBF4_3926), ("a", 0xE8B7_BE43),
            ("The quick brown fox jumps over the lazy dog", 0x414F_A339),
        ]
    )
    func vectors(text: String, expected: UInt32) {
        #expect(CRC32.checksum(Array(text.utf8)) == expected)
    }

    @Test("is the same in one go and in two, at every length and cut")
    func continuing() {
        let bytes = (0..<64).map { UInt8(truncatingIfNeeded: $0 * 151 + 7) }
        for length in bytes.indices {
            let whole = CRC32.checksum(Array(bytes[..<length]))
            #expect(whole == Self.bitwise(bytes[..<length]))
            for cut in 0...length {
                let first = CRC32.checksum(bytes[..<cut])
                #expect(CRC32.checksum(bytes[cut..<length], continuing: first) == whole)
            }
        }
    }

    /// The definition, bit by bit.
    private static func bitwise(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
    }
}

@Suite("A status")
struct StatusTests {
    @Test(
        "has IANA's phrase, else its class's",
        arguments: [
            (200, "OK"), (418, "Client Error"), (429, "Too Many Requests"), (599, "Server Error"), (42, "Unknown"),
        ]
    )
    func phrases(code: Int, phrase: String) {
        #expect(Status(rawValue: code).reasonPhrase == phrase)
    }

    @Test("knows its class")
    func classes() {
        #expect(Status.accepted.isSuccess)
        #expect(!Status.notModified.isSuccess)
        #expect(Status.conflict.isClientError)
        #expect(Status.badGateway.isServerError)
        #expect(Status(rawValue: 103).isInformational)
    }
}
