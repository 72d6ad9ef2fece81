import HTTP

/// URLs and queries come back from what is written of them.
enum URLCheck {
    static func run(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        let encoded = PercentCoding.encode(text)
        try require(PercentCoding.decode(encoded) == text, "what is percent-encoded decodes to itself")
        try require(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "what is percent-encoded is visible ASCII")
        if let decoded = PercentCoding.decode(text) {
            try require(
                PercentCoding.decode(PercentCoding.encode(decoded)) == decoded,
                "what is decoded may be encoded"
            )
        }

        let items = QueryItems(parsing: text)
        try require(QueryItems(parsing: items.encoded) == items, "a query reads back as it is written")

        let url = WireURL(text)
        try require(url.path.utf8.first == UInt8(ascii: "/"), "a path begins with a slash")
        try require(!(url.path + url.query).utf8.contains(UInt8(ascii: "#")), "a fragment is left out")
        guard url.hasPlainAuthority else { return }
        try require(url.authority.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a plain authority is visible ASCII")
        try require(url.host.utf8.allSatisfy { $0 != UInt8(ascii: "@") }, "a plain authority has no user")
        guard url.scheme == "http" || url.scheme == "https" else { return }
        let again = WireURL("\(url.scheme)://\(url.authority)\(url.path)\(url.query.isEmpty ? "" : "?" + url.query)")
        try require(again == url, "a URL reads back as it is written: \(again), not \(url)")
        if url.isLoopback { try require(["l", "1", "["].contains(url.host.first), "loopback is this machine") }
    }
}
