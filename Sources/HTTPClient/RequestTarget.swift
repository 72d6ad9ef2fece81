import HTTP

/// What the client must know of a URL itself; libcurl takes care of the rest.
struct RequestTarget {
    /// Whether no proxy is asked: the host is this machine, or an address on its own link where AWS hands out credentials.
    let isDirect: Bool
    /// Path and query, exactly as they stand in the URL. Versions of libcurl differ in what they make of a URL's letters
    /// (hex digits in capitals, an empty query left out), which would break signatures; what is given as the target they
    /// leave alone. Nil where a proxy may come between, which needs the whole URL as the target.
    let exactPath: String?

    /// EC2's instance metadata and the agents of ECS and EKS: no proxy can reach them, and none should see what they say.
    static let credentialHosts: Set = [
        "169.254.169.254", "[fd00:ec2::254]", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]",
    ]

    /// Nil when the URL is not `http://` or `https://` and a plain host, or is not in visible ASCII.
    init?(url: String) {
        let wire = WireURL(url)
        guard wire.scheme == "http" || wire.scheme == "https", wire.hasPlainAuthority, Self.isVisible(url) else {
            return nil
        }
        // Names under `localhost` are this machine's too (RFC 6761 §6.3).
        isDirect =
            wire.isLoopback || wire.host.hasSuffix(".localhost") || Self.credentialHosts.contains(wire.host)
        guard isDirect || wire.scheme == "https" else {
            exactPath = nil
            return
        }
        let rest = url.utf8.dropFirst(wire.scheme.utf8.count + "://".utf8.count + wire.authority.utf8.count)
        let path = rest.prefix { $0 != UInt8(ascii: "#") }
        exactPath = (path.first == UInt8(ascii: "/") ? "" : "/") + Substring(path)
    }

    private static func isVisible(_ url: String) -> Bool {
        var url = url
        return url.withUTF8 { $0.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") } }
    }
}
