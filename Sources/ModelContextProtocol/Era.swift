import HTTP
import JSON

/// How a request is to be served: by what it says about itself, never by what came before it.
enum Era {
    /// Since 2026-07-28: with the capabilities that the client declares in this request.
    case modern(clientCapabilities: JSONObject)
    /// Before: as if the handshake had taken place; there are no sessions, so none can be lost.
    case legacy

    private static let versionKey = "io.modelcontextprotocol/protocolVersion"
    private static let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"

    /// Finds the era and, for a modern request, checks that headers and body agree and nothing required is missing.
    ///
    /// A version in `_meta` that only the handshake knows is served as legacy when the header says the same. Without
    /// header and `_meta` a request counts as 2025-03-26, which had neither (MCP 2026-07-28, "Protocol Version
    /// Header"). `initialize` opens a legacy conversation whatever its header says.
    /// - Throws: an error that is answered with status 400.
    init(method: String, parameters: JSONObject, headers: HeaderFields) throws(JSONRPCError) {
        let meta = parameters["_meta"]?.object
        guard let declared = meta?[Self.versionKey] else {
            self = try Self.withoutVersion(method: method, headers: headers)
            return
        }
        guard let version = declared.string else {
            throw JSONRPCError(.invalidParameters, "\(Self.versionKey) in params._meta must be a string.")
        }
        try MirroredHeader.protocolVersion.require(version, of: "params._meta", in: headers)
        let revision = ProtocolVersion(rawValue: version)
        guard ProtocolVersion.supported.contains(revision) else { throw .unsupported(version) }
        guard revision == .modern else {
            self = .legacy
            return
        }
        try MirroredHeader.method.require(method, of: "the method", in: headers)
        if let member = MirroredHeader.subjectMember(of: method), let subject = parameters[member]?.string {
            try MirroredHeader.subject.require(subject, of: "params.\(member)", in: headers)
        }
        guard let capabilities = meta?[Self.capabilitiesKey] else { throw Self.missing(Self.capabilitiesKey) }
        guard let capabilities = capabilities.object else {
            throw JSONRPCError(.invalidParameters, "\(Self.capabilitiesKey) in params._meta must be an object.")
        }
        self = .modern(clientCapabilities: capabilities)
    }

    /// A request that says nothing of its version in the body.
    private static func withoutVersion(method: String, headers: HeaderFields) throws(JSONRPCError) -> Era {
        guard method != "initialize", let header = try MirroredHeader.protocolVersion.value(in: headers) else {
            return .legacy
        }
        let version = ProtocolVersion(rawValue: header)
        if version == .modern { throw missing(versionKey) }
        guard ProtocolVersion.legacy.contains(version) else { throw .unsupported(header) }
        return .legacy
    }

    private static func missing(_ key: String) -> JSONRPCError {
        JSONRPCError(.invalidParameters, "params._meta lacks the required key \(key).")
    }
}
