import Cryptography
import JSON

/// Where a page of a search ends: the place of its last product, so that the next page starts right behind it even
/// when products came or went in between.
///
/// On the wire an opaque text that holds for one search only: a digest over place and search guards it against being
/// altered, or used with other filters.
package struct ProductCursor: Sendable, Equatable {
    private static let digestLength = 8

    let position: SortKey

    init(position: SortKey) { self.position = position }

    /// A cursor from its text; nil when it is not one that this search has given out.
    init?(_ text: String, for search: JSONObject) {
        guard text.utf8.count <= 4_096, let bytes = Base64.urlDecode(text), bytes.count > Self.digestLength else {
            return nil
        }
        let payload = Array(bytes.dropFirst(Self.digestLength))
        guard constantTimeEqual(Array(bytes.prefix(Self.digestLength)), Self.digest(of: payload, for: search)),
            let fields = try? JSONValue(parsing: payload).array, fields.count == 4,
            let primary = fields[0].int, let text = fields[1].string, let secondary = fields[2].int,
            let id = fields[3].string
        else { return nil }
        position = SortKey(primary: Int64(primary), text: text, secondary: Int64(secondary), id: id)
    }

    /// The cursor's text, for the same search's next page.
    func text(for search: JSONObject) -> String {
        let payload = JSONValue.array([
            .number(JSONNumber(Int(position.primary))), .string(position.text),
            .number(JSONNumber(Int(position.secondary))), .string(position.id),
        ]).serialized()
        return Base64.urlEncode(Self.digest(of: payload, for: search) + payload)
    }

    private static func digest(of payload: [UInt8], for search: JSONObject) -> [UInt8] {
        Array(SHA256.hash(payload + JSONValue.object(search).serialized()).prefix(digestLength))
    }
}
