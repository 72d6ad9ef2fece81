import HTTP

/// Where requests that carry credentials, or ask for some, may be sent. A variable that names another place is refused:
/// it is where the data would go.
package enum EndpointRule {
    /// Whether a URL is https, or http to this machine, and nothing but scheme, host, port and path.
    package static func allows(_ url: String) -> Bool {
        let parts = WireURL(url)
        guard parts.hasPlainAuthority, parts.query.isEmpty, !url.utf8.contains(UInt8(ascii: "#")),
            url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return false }
        return parts.scheme == "https" || (parts.scheme == "http" && parts.isLoopback)
    }

    /// Whether a region can be part of a host's name.
    package static func isRegion(_ region: String) -> Bool {
        !region.isEmpty
            && region.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// The URL without a final slash, so that a path can follow.
    package static func base(_ url: String) -> String {
        url.hasSuffix("/") ? String(url.dropLast()) : url
    }
}
