import Accounts
import Cryptography
import Testing

@Suite("A virtual key")
struct APIKeyTests {
    @Test("has 256 random bits behind its prefix and accepts itself")
    func generated() throws {
        let key = APIKey.generate { count in [UInt8](repeating: 0xff, count: count) }
        #expect(key.secret.exposed == "sk-" + String(repeating: "_", count: 42) + "8")
        #expect(APIKey(key.secret.exposed)?.hash == key.hash)
        #expect(APIKey.generate().hash != APIKey.generate().hash)
    }

    @Test("is found by the first half of its hash")
    func identifier() {
        let key = APIKey.generate()
        #expect(key.hash.count == 64)
        #expect(key.id == String(key.hash.prefix(32)))
        #expect(APIKey.id(hash: key.hash.uppercased()) == key.id)
    }

    @Test("never prints itself")
    func printing() {
        let key = APIKey.generate()
        #expect(!"\(key)".contains(key.secret.exposed))
        #expect(key.displayName == "sk-..." + key.secret.exposed.suffix(4))
    }

    @Test(
        "is refused by its form, before any look-up",
        arguments: [
            "", "sk-", "sk-short", "pk-abcdefghijklmnopqrstuvwxyz", "sk-abcdefghijklmnop qrst",
            "sk-abcdefghijklmnop\nqrst",
            "sk-abcdefghijklmnopqrst'--", "sk-" + String(repeating: "a", count: 300), "Sk-abcdefghijklmnopqrstu",
        ]
    )
    func malformed(text: String) {
        #expect(APIKey(text) == nil)
    }

    @Test(
        "can be named by its hash",
        arguments: [
            (String(repeating: "a1", count: 32), true), ("a1", false), (String(repeating: "zz", count: 32), false),
        ]
    )
    func hashForm(text: String, expected: Bool) {
        #expect(APIKey.isHash(text) == expected)
    }
}

@Suite("A key's lifetime")
struct KeyLifetimeTests {
    @Test(
        "is a number and a unit",
        arguments: [
            ("30s", 30), ("30m", 1_800), ("1h", 3_600), ("1d", 86_400), ("2w", 1_209_600), ("1mo", 2_592_000),
        ]
    )
    func units(text: String, seconds: Int64) {
        #expect(KeyLifetime(text)?.seconds == seconds)
    }

    @Test(
        "is refused otherwise",
        arguments: [
            "", "s", "0s", "-1d", "1", "1y", "1 d", "1.5h", "99999999999999999999s", "9223372036854775807d", "٣d",
        ]
    )
    func refused(text: String) {
        #expect(KeyLifetime(text) == nil)
    }
}
