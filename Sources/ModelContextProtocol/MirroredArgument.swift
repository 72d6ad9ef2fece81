import HTTP
import JSON

/// An argument that a header must repeat, because its schema says `x-mcp-header` (MCP 2026-07-28, "Custom Headers
/// from Tool Parameters").
struct MirroredArgument: Sendable {
    private static let keyword = "x-mcp-header"

    /// The names from the schema's root down to the argument, each a member of `properties`.
    let path: [String]
    /// What follows `Mcp-Param-` in the header's name.
    let token: String
    /// Whether the schema's type is `integer`: then 42 and 42.0 are the same.
    let isInteger: Bool

    /// The arguments of a schema that headers repeat: only those that `properties` alone lead to, of type string,
    /// integer or boolean. Clients reject a tool that says the keyword anywhere else.
    static func all(in schema: JSONObject) -> [MirroredArgument] {
        arguments(of: schema, at: [])
    }

    private static func arguments(of schema: JSONObject, at path: [String]) -> [MirroredArgument] {
        (schema["properties"]?.object ?? [:]).flatMap { member -> [MirroredArgument] in
            guard let property = member.value.object else { return [] }
            let path = path + [member.key]
            guard let token = property[keyword]?.string, let type = property["type"]?.string,
                ["string", "integer", "boolean"].contains(type)
            else { return arguments(of: property, at: path) }
            return [MirroredArgument(path: path, token: token, isInteger: type == "integer")]
        }
    }

    /// Checks that header and argument are both there and say the same, or are both absent; `null` counts as absent.
    func check(_ arguments: JSONObject, against headers: HeaderFields) throws(JSONRPCError) {
        let header = MirroredHeader.argument(token)
        let mirrored = try header.value(in: headers)
        let name = path.joined(separator: ".")
        switch (mirrored, text(in: arguments)) {
        case (nil, nil): return
        case (nil, .some): throw header.mismatch("is missing, but the argument \(name) is there")
        case (.some, nil): throw header.mismatch("is there, but the argument \(name) is not")
        case (let mirrored?, let text?):
            guard Array(mirrored.utf8) == Array(text.utf8) || (isInteger && isSameInteger(mirrored, text)) else {
                throw header.mismatch("does not match the argument \(name)")
            }
        }
    }

    /// The argument as a header writes it; nil when it is absent, null, or nothing a header can say.
    private func text(in arguments: JSONObject) -> String? {
        var value = JSONValue.object(arguments)
        for name in path {
            guard let member = value[name] else { return nil }
            value = member
        }
        switch value {
        case .string(let string): return string
        case .number(let number): return number.literal
        case .bool(let bool): return bool ? "true" : "false"
        case .null, .array, .object: return nil
        }
    }

    private func isSameInteger(_ one: String, _ other: String) -> Bool {
        guard let one = JSONNumber(literal: one)?.int, let other = JSONNumber(literal: other)?.int else { return false }
        return one == other
    }
}
