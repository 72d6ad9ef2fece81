/// Base 64 (RFC 4648 §4) and its URL-safe form without padding (§5, as RFC 7515 writes it).
///
/// Decoding is strict: one text for one value. White space, a foreign alphabet's characters, missing or surplus
/// padding and non-zero left-over bits (RFC 4648 §3.5) are refused.
package enum Base64 {
    /// The text of `bytes`, padded.
    package static func encode(_ bytes: [UInt8]) -> String {
        Base64Alphabet.standard.encode(bytes, padded: true)
    }

    /// The bytes of a padded text; nil when it is not exactly what `encode` writes.
    package static func decode(_ text: [UInt8]) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        var end = text.count
        if end > 0, text[end - 1] == Base64Alphabet.padding {
            end -= text[end - 2] == Base64Alphabet.padding ? 2 : 1
        }
        return Base64Alphabet.standard.decode(text, upTo: end)
    }

    /// The bytes of a padded text; nil when it is not exactly what `encode` writes.
    package static func decode(_ text: String) -> [UInt8]? {
        decode(Array(text.utf8))
    }

    /// The URL-safe text of `bytes`, without padding.
    package static func urlEncode(_ bytes: [UInt8]) -> String {
        Base64Alphabet.urlSafe.encode(bytes, padded: false)
    }

    /// The bytes of a URL-safe text without padding; nil when it is not exactly what `urlEncode` writes.
    package static func urlDecode(_ text: [UInt8]) -> [UInt8]? {
        Base64Alphabet.urlSafe.decode(text, upTo: text.count)
    }

    /// The bytes of a URL-safe text without padding; nil when it is not exactly what `urlEncode` writes.
    package static func urlDecode(_ text: String) -> [UInt8]? {
        urlDecode(Array(text.utf8))
    }
}
