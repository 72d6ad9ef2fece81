/// A revision of the Model Context Protocol by its date, as it stands in `MCP-Protocol-Version` and in `_meta`.
///
/// Revisions since 2026-07-28 are "modern": every request carries its version and the client's capabilities. Earlier
/// ones are "legacy": a client opens with `initialize` (specification 2026-07-28, "Versioning and Compatibility").
struct ProtocolVersion: RawRepresentable, Hashable, Sendable {
    /// The revision's name.
    let rawValue: String

    /// A revision by name, known or not.
    init(rawValue: String) { self.rawValue = rawValue }

    /// The newest revision this server speaks.
    static let modern = Self(rawValue: "2026-07-28")
    /// The newest revision with an `initialize` handshake: what a client with unknown wishes is offered.
    static let newestLegacy = Self(rawValue: "2025-11-25")

    /// Revisions with a handshake that this server speaks, newest first.
    static let legacy: [Self] = [
        newestLegacy, Self(rawValue: "2025-06-18"), Self(rawValue: "2025-03-26"), Self(rawValue: "2024-11-05"),
    ]
    /// Every revision this server speaks, newest first.
    static let supported: [Self] = [modern] + legacy
}
