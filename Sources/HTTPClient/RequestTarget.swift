/// What the client must know of a URL itself; libcurl takes care of the rest.
struct RequestTarget {
    /// Whether the host is this machine: no proxy is asked then.
    let isLoopback: Bool

    /// Nil when the URL is not `http://` or `https://` and a host in visible ASCII, or has a user's name.
    init?(url: String) {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else { return nil }
        guard let authority = Self.authority(of: url), !authority.contains("@") else { return nil }
        let host = Self.host(of: authority)
        guard !host.isEmpty else { return nil }
        isLoopback = Self.isLoopback(host)
    }

    private static func authority(of url: String) -> Substring? {
        for scheme in ["http://", "https://"] {
            let start = url.utf8.prefix(scheme.utf8.count)
            guard start.count == scheme.utf8.count, zip(start, scheme.utf8).allSatisfy({ $0 | 0x20 == $1 | 0x20 })
            else {
                continue
            }
            return url[start.endIndex...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        }
        return nil
    }

    private static func host(of authority: Substring) -> Substring {
        guard authority.first == "[" else { return authority.prefix { $0 != ":" } }
        return authority.dropFirst().prefix { $0 != "]" }
    }

    /// `localhost` and names under it (RFC 6761 §6.3), 127.0.0.0/8, ::1.
    private static func isLoopback(_ host: Substring) -> Bool {
        let name = host.lowercased()
        if name == "localhost" || name.hasSuffix(".localhost") || name == "::1" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
