import HTTP

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
        let wire = WireURL(url)
        guard !authority.contains(UInt8(ascii: "@")), !wire.host.isEmpty, wire.host != "[]" else { return nil }
        // Names under `localhost` are this machine's too (RFC 6761 §6.3).
        isLoopback = wire.isLoopback || wire.host.hasSuffix(".localhost")
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
}
