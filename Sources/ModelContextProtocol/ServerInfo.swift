import JSON

/// What a server says of itself. Clients show it and base nothing on it.
package struct ServerInfo: Sendable, Equatable {
    /// Its name for programs.
    package let name: String
    /// Its name for people.
    package let title: String
    /// The version of the software.
    package let version: String

    /// What a server says of itself.
    package init(name: String, title: String, version: String) {
        self.name = name
        self.title = title
        self.version = version
    }

    /// The shape of `Implementation` in MCP's schema.
    var json: JSONValue {
        ["name": .string(name), "title": .string(title), "version": .string(version)]
    }
}
