/// What the client must know of a URL itself; libcurl takes care of the rest.
struct RequestTarget {
    /// Whether the host is this machine: no proxy is asked then.
    let isLoopback: Bool
    /// Path and query, exactly as they stand in the URL. Versions of libcurl differ in what they make of a URL's letters
    /// (hex digits in capitals, an empty query left out), which would break signatures; what is given as the target they
    /// leave alone. Nil where a proxy may come between, which needs the whole URL as the target.
    let exactPath: String?

    private enum Scheme { case http, https }

    /// Nil when the URL is not `http://` or `https://` and a host in visible ASCII, or has a user's name.
    init?(url: String) {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else { return nil }
        guard let (scheme, rest) = Self.scheme(of: url) else { return nil }
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let host = Self.host(of: authority)
        guard !authority.contains(UInt8(ascii: "@")), !host.isEmpty else { return nil }
        isLoopback = Self.isLoopback(host)
        guard isLoopback || scheme == .https else {
            exactPath = nil
            return
        }
        let path = Substring(rest[authority.endIndex...].prefix { $0 != UInt8(ascii: "#") })
        exactPath = path.utf8.first == UInt8(ascii: "/") ? String(path) : "/" + path
    }

    private static func scheme(of url: String) -> (Scheme, rest: Substring.UTF8View)? {
        guard let end = url.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let rest = url.utf8[end...]
        guard rest.starts(with: "://".utf8) else { return nil }
        return switch url[..<end].lowercased() {
        case "http": (.http, rest.dropFirst(3))
        case "https": (.https, rest.dropFirst(3))
        default: nil
        }
    }

    private static func host(of authority: Substring.UTF8View) -> Substring.UTF8View {
        guard authority.first == UInt8(ascii: "[") else { return authority.prefix { $0 != UInt8(ascii: ":") } }
        return authority.dropFirst().prefix { $0 != UInt8(ascii: "]") }
    }

    /// `localhost` and names under it (RFC 6761 §6.3), 127.0.0.0/8, ::1.
    private static func isLoopback(_ host: Substring.UTF8View) -> Bool {
        let name = Substring(host).lowercased()
        if name == "localhost" || name.hasSuffix(".localhost") || name == "::1" { return true }
        guard name.hasPrefix("127.") else { return false }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
