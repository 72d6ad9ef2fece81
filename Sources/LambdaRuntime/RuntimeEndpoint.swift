import POSIX

/// Where the Runtime API listens, from `AWS_LAMBDA_RUNTIME_API`.
struct RuntimeEndpoint: Sendable {
    let host: String
    let port: UInt16
    /// The value as it was given, which the Host header carries.
    let authority: String

    /// Reads "127.0.0.1:9001", "localhost" (port 80) or "[::1]:9001"; nil for anything else.
    init?(authority: String) {
        let (host, port) = Self.split(authority)
        guard !host.isEmpty, let port, authority.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return nil }
        self.host = String(host)
        self.port = port
        self.authority = authority
    }

    private static func split(_ authority: String) -> (host: Substring, port: UInt16?) {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            let host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            return (host, rest.isEmpty ? 80 : rest.hasPrefix(":") ? UInt16(rest.dropFirst()) : nil)
        }
        guard let colon = authority.lastIndex(of: ":") else { return (authority[...], 80) }
        return (authority[..<colon], UInt16(authority[authority.index(after: colon)...]))
    }
}
