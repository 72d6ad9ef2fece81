import JSON

/// A CloudFormation template as it is written: its sections, nothing resolved.
struct Template: Sendable {
    /// A resource as the template declares it.
    struct Resource {
        let type: String
        let properties: JSONObject
        let condition: String?
        let dependsOn: [String]
    }

    /// The file's name, such as `app.json`.
    let name: String
    let parameters: JSONObject
    let mappings: JSONObject
    let conditions: JSONObject
    let outputs: JSONObject
    private let resourceSection: JSONObject

    /// Reads a template. Fails when it is not JSON, or a section is not what CloudFormation's template anatomy says.
    init(name: String, parsing bytes: [UInt8]) throws(TemplateError) {
        let location = TemplateLocation(template: name)
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: bytes)
        } catch {
            throw location.makeError("not JSON: \(error)")
        }
        guard let sections = document.object else { throw location.makeError("not a JSON object") }
        self.name = name
        parameters = try Self.section("Parameters", of: sections, at: location)
        mappings = try Self.section("Mappings", of: sections, at: location)
        conditions = try Self.section("Conditions", of: sections, at: location)
        outputs = try Self.section("Outputs", of: sections, at: location)
        resourceSection = try Self.section("Resources", of: sections, at: location)
        for id in resourceSection.keys { _ = try resource(id) }
    }

    /// The logical ids, in the template's order.
    var resourceIDs: [String] { resourceSection.keys }

    /// The stack's name as the emulator gives it: the file's name without its ending.
    var stackName: String {
        name.hasSuffix(".json") ? String(name.dropLast(5)) : name
    }

    /// The resource of a logical id; nil when the template declares none.
    func resource(_ id: String) throws(TemplateError) -> Resource? {
        guard let declaration = resourceSection[id] else { return nil }
        let location = TemplateLocation(template: name, resource: id)
        guard let type = declaration["Type"]?.string else { throw location.makeError("has no Type") }
        guard let properties = (declaration["Properties"] ?? .object([:])).object else {
            throw location.makeError("Properties is not an object")
        }
        return Resource(
            type: type,
            properties: properties,
            condition: declaration["Condition"]?.string,
            dependsOn: try Self.dependencies(declaration["DependsOn"], at: location.appending("DependsOn"))
        )
    }

    private static func dependencies(
        _ value: JSONValue?,
        at location: TemplateLocation
    ) throws(TemplateError) -> [String] {
        guard let value else { return [] }
        if let id = value.string { return [id] }
        let ids = value.array?.compactMap(\.string) ?? []
        guard let count = value.array?.count, ids.count == count else {
            throw location.makeError("neither a logical id nor a list of them")
        }
        return ids
    }

    private static func section(
        _ name: String,
        of sections: JSONObject,
        at location: TemplateLocation
    ) throws(TemplateError) -> JSONObject {
        guard let value = sections[name] else { return [:] }
        guard let section = value.object else { throw location.appending(name).makeError("not an object") }
        return section
    }
}
