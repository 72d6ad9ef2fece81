import Cryptography
import HTTP

/// A header that repeats a part of the body, so that what stands between client and server can route by it
/// (MCP 2026-07-28, "Streamable HTTP", request metadata). It must not say anything else than the body does.
struct MirroredHeader {
    private static let encodedPrefix = "=?base64?"
    private static let encodedSuffix = "?="

    /// The header's name; names are compared without regard to case.
    let name: String
    /// Whether its value may come as `=?base64?…?=`, the Base64 of its UTF-8.
    let isEncodable: Bool

    /// The revision of the protocol.
    static let protocolVersion = MirroredHeader(name: "MCP-Protocol-Version", isEncodable: false)
    /// The JSON-RPC method.
    static let method = MirroredHeader(name: "Mcp-Method", isEncodable: false)
    /// The tool, prompt or resource the method is about.
    static let subject = MirroredHeader(name: "Mcp-Name", isEncodable: true)

    /// The header of a tool's argument whose schema says `x-mcp-header: token`.
    static func argument(_ token: String) -> MirroredHeader {
        MirroredHeader(name: "Mcp-Param-\(token)", isEncodable: true)
    }

    /// The member of `params` that `Mcp-Name` repeats; nil for methods that have no such header.
    static func subjectMember(of method: String) -> String? {
        switch method {
        case "tools/call", "prompts/get": "name"
        case "resources/read": "uri"
        default: nil
        }
    }

    /// The value, decoded; nil when there is no such header.
    ///
    /// - Throws: `headerMismatch` when the header stands there twice (two readers could take different ones), has
    ///   characters that no header may have, or is encoded as no encoder would.
    func value(in headers: HeaderFields) throws(JSONRPCError) -> String? {
        let values = headers.values(of: name)
        guard let value = values.first else { return nil }
        guard values.count == 1 else { throw mismatch("appears more than once") }
        guard value.utf8.allSatisfy({ $0 == 0x09 || (0x20...0x7E).contains($0) }) else {
            throw mismatch("has characters that a header may not have")
        }
        guard isEncodable, let text = Self.encodedText(of: value) else { return value }
        guard let bytes = Base64.decode(text), let decoded = String(validating: bytes, as: UTF8.self) else {
            throw mismatch("has a malformed Base64 value")
        }
        return decoded
    }

    /// Checks that the header is there and says what `member` of the body says.
    func require(_ expected: String, of member: String, in headers: HeaderFields) throws(JSONRPCError) {
        guard let value = try value(in: headers) else { throw mismatch("is missing") }
        // Byte for byte: Swift's == would take two spellings of one character for the same.
        guard Array(value.utf8) == Array(expected.utf8) else { throw mismatch("does not match \(member) in the body") }
    }

    func mismatch(_ complaint: String) -> JSONRPCError {
        JSONRPCError(.headerMismatch, "Header mismatch: the \(name) header \(complaint).")
    }

    private static func encodedText(of value: String) -> [UInt8]? {
        guard value.hasPrefix(encodedPrefix), value.hasSuffix(encodedSuffix),
            value.utf8.count >= encodedPrefix.utf8.count + encodedSuffix.utf8.count
        else { return nil }
        return Array(value.utf8.dropFirst(encodedPrefix.utf8.count).dropLast(encodedSuffix.utf8.count))
    }
}
