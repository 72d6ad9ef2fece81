import Cryptography
import Testing

@Suite("Hexadecimal")
struct HexTests {
    @Test("writes lower case and reads either case")
    func writesAndReads() {
        let bytes: [UInt8] = [0x00, 0x09, 0x0A, 0x7F, 0xAB, 0xFF]
        #expect(Hex.encode(bytes) == "00090a7fabff")
        #expect(Hex.encodedBytes(bytes) == Array("00090a7fabff".utf8))
        #expect(Hex.decode("00090a7fabff") == bytes)
        #expect(Hex.decode("00090A7FabFF") == bytes)
        #expect(Hex.encode([]) == "")
        #expect(Hex.decode("") == [])
    }

    @Test("gives back every byte")
    func givesBackEveryByte() {
        let bytes = Array(UInt8.min...UInt8.max)
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
    }

    @Test("refuses other text", arguments: ["0", "0g", "g0", " 0", "00 ", "0x00", "é0", "/0", ":0", "@0", "`0"])
    func refusesOtherText(text: String) {
        #expect(Hex.decode(text) == nil)
    }
}

@Suite("Base 64")
struct Base64Tests {
    /// RFC 4648 §10.
    static let vectors: [(bytes: String, text: String)] = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test("writes and reads the vectors of RFC 4648", arguments: vectors)
    func writesAndReadsTheVectors(bytes: String, text: String) {
        #expect(Base64.encode(Array(bytes.utf8)) == text)
        #expect(Base64.decode(text) == Array(bytes.utf8))
        let unpadded = String(text.prefix { $0 != "=" })
        #expect(Base64.urlEncode(Array(bytes.utf8)) == unpadded)
        #expect(Base64.urlDecode(unpadded) == Array(bytes.utf8))
    }

    @Test("uses each form's last two characters")
    func usesTheLastTwoCharacters() {
        let bytes: [UInt8] = [0xFB, 0xEF, 0xFF]
        #expect(Base64.encode(bytes) == "++//")
        #expect(Base64.urlEncode(bytes) == "--__")
        #expect(Base64.decode("--__") == nil)
        #expect(Base64.urlDecode("++//") == nil)
    }

    @Test("gives back any bytes of any length", arguments: 0..<70)
    func givesBackAnyBytes(count: Int) {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        #expect(Base64.urlDecode(Base64.urlEncode(bytes)) == bytes)
    }

    @Test(
        "refuses text that is not what the encoder writes",
        arguments: [
            "Z", "Zg", "Zg=", "Zg===", "=", "==", "====", "Z===", "Zg==Zg==", "Zm9v=", "Zm9v====", "Zm=v", "Z=9v",
            "Zm9v\n", "Zm9v Zm9v", " Zm9v", "Zm 9v", "Zm9\u{0}", "Zm9é", "Zm9-", "Zm9_",
            // Left-over bits that are not zero: RFC 4648 §3.5.
            "Zh==", "Zm9=", "Zm+=",
        ]
    )
    func refusesOtherText(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(
        "refuses padding, foreign characters and left-over bits in the URL-safe form",
        arguments: ["Z", "Zg==", "Zm8=", "Zh", "Zm9", "Zm9v\n", "Zm 9", "Zm9+", "Zm9/", "Zm9vZ"]
    )
    func refusesOtherURLSafeText(text: String) {
        #expect(Base64.urlDecode(text) == nil)
    }

    @Test("refuses each byte that is not in the alphabet, at each place of a group")
    func refusesForeignBytes() {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for byte in UInt8.min...UInt8.max where !alphabet.contains(byte) {
            for place in 0..<4 {
                var text = Array("AAAAAAAA".utf8)
                text[place] = byte
                #expect(Base64.decode(text) == nil)
            }
        }
    }
}
