import HTTP

/// A provider's address, checked once when the configuration is read: absolute, https unless it may be http,
/// with nothing in it that could change where a request goes.
package struct BaseURL: Sendable, Equatable {
    /// Why an address is not accepted.
    package enum Problem: Error, Equatable {
        case notAbsolute, forbiddenCharacter, userInformation, insecure
    }

    private let text: String

    /// - Parameter allowsPlainHTTP: http:// beyond loopback, which `allow_http: true` asks for.
    package init(_ text: String, allowsPlainHTTP: Bool) throws(Problem) {
        guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw .forbiddenCharacter }
        guard !text.contains("?"), !text.contains("#"), !text.contains("\\") else { throw .forbiddenCharacter }
        let scheme: Substring
        if text.hasPrefix("https://") {
            scheme = "https://"
        } else if text.hasPrefix("http://") {
            scheme = "http://"
        } else {
            throw .notAbsolute
        }
        let authority = text.dropFirst(scheme.count).prefix { $0 != "/" }
        guard !authority.isEmpty else { throw .notAbsolute }
        guard !authority.contains("@") else { throw .userInformation }
        if scheme == "http://", !allowsPlainHTTP, !WireURL(text).isLoopback { throw .insecure }
        var trimmed = text
        while trimmed.hasSuffix("/") { trimmed.removeLast() }
        self.text = trimmed
    }

    /// The address of an operation: the base with a path such as `/chat/completions` behind it.
    package func appending(path: String) -> String { text + path }
}
