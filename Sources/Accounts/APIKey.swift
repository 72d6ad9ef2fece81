package import Cryptography
import POSIX

/// A virtual key as a client presents it: `sk-` and 43 characters of base64url, 256 random bits.
///
/// The key itself is shown once and never stored. Its SHA-256 is what the store keeps, and the first half of
/// that hash is the record's primary key, so that a look-up is strongly consistent and needs no index.
package struct APIKey: Sendable {
    /// What every key begins with, as OpenAI's and LiteLLM's do.
    package static let prefix = "sk-"
    private static let randomByteCount = 32
    private static let acceptedLengths = 20...200

    /// The key; it prints as `<redacted>`.
    package let secret: Secret
    /// Lower-case hexadecimal SHA-256 of the whole key: LiteLLM's `token`.
    package let hash: String

    /// The record's primary key: the first 128 bits of the hash.
    package var id: String { Self.id(hash: hash) }

    /// The last four characters, which an administrator may see: `sk-...abcd`.
    package var displayName: String { Self.prefix + "..." + secret.exposed.suffix(4) }

    /// A new key.
    ///
    /// - Parameter random: gives that many random bytes; the kernel's generator unless a test decides otherwise.
    package static func generate(random: (Int) -> [UInt8] = SystemRandom.bytes) -> APIKey {
        APIKey(unchecked: prefix + Base64.urlEncode(random(randomByteCount)))
    }

    /// The key that a client sent; nil when it does not have a key's form, so that it needs no look-up.
    package init?(_ text: String) {
        guard Self.acceptedLengths.contains(text.utf8.count), text.hasPrefix(Self.prefix) else { return nil }
        let rest = text.utf8.dropFirst(Self.prefix.utf8.count)
        guard rest.allSatisfy(Self.isKeyByte) else { return nil }
        self.init(unchecked: text)
    }

    /// The hash of any presented text, for comparing with the master key's.
    package static func hash(of text: String) -> String {
        Hex.encode(SHA256.hash(Array(text.utf8)))
    }

    /// The primary key of the record of the key with that hash.
    package static func id(hash: String) -> String { String(hash.prefix(32).lowercased()) }

    /// Whether the text is a key's hash, which administration accepts in place of the key.
    package static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64 && Hex.decode(text) != nil
    }

    private init(unchecked text: String) {
        secret = Secret(text)
        hash = Self.hash(of: text)
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
