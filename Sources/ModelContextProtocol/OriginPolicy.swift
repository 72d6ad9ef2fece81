/// Which web pages may talk to the server, by their `Origin` (RFC 6454 §6.2).
///
/// A browser attaches the header whatever the page wants, so checking it stops a foreign page whose name was rebound
/// to this server's address (MCP 2026-07-28, "Streamable HTTP", security). Programs send none. Pages served from the
/// user's own machine are always allowed.
package struct OriginPolicy: Sendable {
    private let allowed: Set<String>

    /// - Parameter allowed: origins besides loopback, such as `https://app.example.com`; a slash at the end is ignored.
    package init(allowed: [String] = []) {
        self.allowed = Set(
            allowed.map { origin in
                let lowered = origin.lowercased()
                return lowered.hasSuffix("/") ? String(lowered.dropLast()) : lowered
            }
        )
    }

    /// Whether a page of this origin may send requests. `null`, which sandboxed pages send, may not.
    package func allows(_ origin: String) -> Bool {
        let origin = origin.lowercased()
        return allowed.contains(origin) || Self.isLoopback(origin)
    }

    private static func isLoopback(_ origin: String) -> Bool {
        for scheme in ["http://", "https://"] where origin.hasPrefix(scheme) {
            let authority = origin.dropFirst(scheme.count)
            guard let host = host(of: authority) else { return false }
            return host == "localhost" || host == "[::1]" || isLoopbackAddress(host)
        }
        return false
    }

    /// The host of `host[:port]`; nil when what follows it is no port.
    private static func host(of authority: Substring) -> Substring? {
        let end: Substring.Index
        if authority.first == "[" {
            guard let bracket = authority.firstIndex(of: "]") else { return nil }
            end = authority.index(after: bracket)
        } else {
            end = authority.firstIndex(of: ":") ?? authority.endIndex
        }
        let port = authority[end...]
        let isPort = port.isEmpty || (port.first == ":" && UInt16(port.dropFirst()) != nil)
        return isPort ? authority[..<end] : nil
    }

    /// Whether this is an address of 127.0.0.0/8 (RFC 1122 §3.2.1.3).
    private static func isLoopbackAddress(_ host: Substring) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
