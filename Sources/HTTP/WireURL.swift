/// The parts of an absolute URL exactly as they are written; nothing is decoded or normalised, so a signature covers
/// what is sent. A fragment is left out, since it is never sent.
package struct WireURL: Sendable, Equatable {
    /// In lower case; empty when the text has no "://".
    package let scheme: String
    /// Host and port as written, without user information.
    package let authority: String
    /// The host in lower case, an IPv6 address with its brackets.
    package let host: String
    /// The port's digits; nil when there is none.
    package let port: String?
    /// Begins with "/"; "/" when the URL has no path.
    package let path: String
    /// What follows "?"; empty without one.
    package let query: String
    /// Whether the authority has nothing but a host name or address and digits for a port. Readers of URLs disagree
    /// about anything else (user information, back slashes, escapes), which is how host checks are fooled.
    package let hasPlainAuthority: Bool

    /// Takes `url` apart. Never fails: text that is no URL has empty parts, which no client will send.
    package init(_ url: String) {
        var url = url
        // By bytes: to a String, a slash with a combining mark after it is no slash.
        self = url.withUTF8 { WireURL($0) }
    }

    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private init(_ url: UnsafeBufferPointer<UInt8>) {
        var rest = url[...]
        if let fragment = rest.firstIndex(of: UInt8(ascii: "#")) { rest = rest[..<fragment] }
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")), rest[colon...].starts(with: "://".utf8) {
            scheme = Self.text(rest[..<colon]).lowercased()
            rest = rest[colon...].dropFirst(3)
        } else {
            scheme = ""
        }
        let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        let written = rest[..<end]
        rest = rest[end...]
        let authority = written.lastIndex(of: UInt8(ascii: "@")).map { written[$0...].dropFirst() } ?? written
        (host, port) = Self.hostAndPort(authority)
        self.authority = Self.text(authority)
        hasPlainAuthority = authority.count == written.count && Self.isPlain(host: host, port: port)
        let question = rest.firstIndex(of: UInt8(ascii: "?")) ?? rest.endIndex
        path = question == rest.startIndex ? "/" : Self.text(rest[..<question])
        query = Self.text(rest[question...].dropFirst())
    }

    /// Whether the host is this machine: `localhost`, an address in 127.0.0.0/8 written as four numbers, or `[::1]`.
    package var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        guard host.utf8.starts(with: "127.".utf8) else { return false }
        var count = 1
        var number: Int?
        for byte in host.utf8.dropFirst(4) {
            if Self.isDigit(byte) {
                number = (number ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
                guard number ?? 0 <= 255 else { return false }
            } else {
                guard byte == UInt8(ascii: "."), number != nil else { return false }
                count += 1
                number = nil
            }
        }
        return count == 3 && number != nil
    }

    /// What a client sends as `Host`: the authority, without the port when it is the scheme's own (RFC 9110 §4.2).
    package var hostHeader: String {
        switch (scheme, port) {
        case ("https", "443"), ("http", "80"): host
        case (_, let port?): "\(host):\(port)"
        case (_, nil): host
        }
    }

    private static func hostAndPort(_ authority: Bytes) -> (host: String, port: String?) {
        // The colons of an IPv6 address stand before its closing bracket.
        let search = authority.lastIndex(of: UInt8(ascii: "]")).map { authority[$0...] } ?? authority
        guard let colon = search.firstIndex(of: UInt8(ascii: ":")) else { return (text(authority).lowercased(), nil) }
        return (text(authority[..<colon]).lowercased(), text(authority[colon...].dropFirst()))
    }

    private static func isPlain(host: String, port: String?) -> Bool {
        if let port { guard !port.isEmpty, port.utf8.allSatisfy(isDigit), UInt16(port) != nil else { return false } }
        let isBracketed = host.utf8.first == UInt8(ascii: "[") && host.utf8.last == UInt8(ascii: "]")
        let name = isBracketed ? host.utf8.dropFirst().dropLast() : host.utf8[...]
        return !name.isEmpty
            && name.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                case UInt8(ascii: ":"): isBracketed
                default: isDigit(byte)
                }
            }
    }

    private static func text(_ bytes: Bytes) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}
