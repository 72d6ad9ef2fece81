import JSON

/// A template as a reader without knowledge of the generator sees it: JSON.
struct SynthesisedTemplate {
    let json: JSONValue

    /// The resources by logical id.
    var resources: JSONObject { json["Resources"]?.object ?? [:] }

    func properties(_ id: String) -> JSONValue? { resources[id]?["Properties"] }

    /// The logical ids of a type's resources.
    func ids(ofType type: String) -> [String] {
        resources.filter { $0.value["Type"]?.string == type }.map(\.key)
    }

    /// Everything that functions of the template name, and where.
    var references: [Reference] {
        (json.object ?? [:]).flatMap { section in Self.references(in: section.value, at: section.key) }
    }

    struct Reference: CustomStringConvertible {
        enum Kind { case value, attribute, condition, dependency }
        let kind: Kind
        let name: String
        let place: String
        var description: String { "\(place): \(kind) \(name)" }
    }

    private static func references(in value: JSONValue, at place: String) -> [Reference] {
        if let elements = value.array {
            return elements.enumerated().flatMap { references(in: $0.element, at: "\(place)[\($0.offset)]") }
        }
        return (value.object ?? [:]).flatMap { member -> [Reference] in
            let inner = references(in: member.value, at: "\(place).\(member.key)")
            return inner + named(by: member, at: place)
        }
    }

    private static func named(by member: JSONObject.Member, at place: String) -> [Reference] {
        func reference(_ kind: Reference.Kind, _ name: String?) -> Reference {
            Reference(kind: kind, name: name ?? "?", place: place)
        }
        switch member.key {
        case "Ref": return [reference(.value, member.value.string)]
        case "Fn::GetAtt": return [reference(.attribute, member.value[0]?.string)]
        case "Fn::If": return [reference(.condition, member.value[0]?.string)]
        case "DependsOn": return (member.value.array ?? []).map { reference(.dependency, $0.string) }
        case "Fn::Sub":
            return substitutions(in: member.value.string ?? "").map { name in
                let parts = name.split(separator: ".").map(String.init)
                return parts.count == 1 ? reference(.value, name) : reference(.attribute, parts.first)
            }
        default: return []
        }
    }

    private static func substitutions(in text: String) -> [String] {
        text.split(separator: "${", omittingEmptySubsequences: false).dropFirst()
            .map { String($0.prefix { $0 != "}" }) }
            .filter { !$0.hasPrefix("!") }
    }

    /// The template's values where its one condition holds or does not.
    func resolved(isProduction: Bool) -> SynthesisedTemplate {
        SynthesisedTemplate(json: Self.resolve(json, isProduction: isProduction))
    }

    private static func resolve(_ value: JSONValue, isProduction: Bool) -> JSONValue {
        if let elements = value.array { return .array(elements.map { resolve($0, isProduction: isProduction) }) }
        guard let object = value.object else { return value }
        if let choice = object["Fn::If"]?.array, choice.count == 3, choice[0] == "IsProduction" {
            return resolve(choice[isProduction ? 1 : 2], isProduction: isProduction)
        }
        var resolved = JSONObject()
        for member in object { resolved[member.key] = resolve(member.value, isProduction: isProduction) }
        return .object(resolved)
    }
}
