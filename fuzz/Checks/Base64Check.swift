import Cryptography

/// Base 64 and base 16 have one text for one value: decoding takes exactly what encoding writes.
enum Base64Check {
    static func run(_ bytes: [UInt8]) throws {
        try require(Base64.decode(Base64.encode(bytes)) == bytes, "base 64 decodes to what was encoded")
        try require(Base64.urlDecode(Base64.urlEncode(bytes)) == bytes, "base64url decodes to what was encoded")
        try require(Hex.decode(Hex.encode(bytes)) == bytes, "base 16 decodes to what was encoded")
        if let decoded = Base64.decode(bytes) {
            try require(Array(Base64.encode(decoded).utf8) == bytes, "base 64 takes nothing but what it writes")
        }
        if let decoded = Base64.urlDecode(bytes) {
            try require(Array(Base64.urlEncode(decoded).utf8) == bytes, "base64url takes nothing but what it writes")
        }
        if let decoded = Hex.decode(bytes) {
            let lower = bytes.map { (0x41...0x46).contains($0) ? $0 | 0x20 : $0 }
            try require(Hex.encodedBytes(decoded) == lower, "base 16 takes nothing but what it writes, in either case")
        }
    }
}
