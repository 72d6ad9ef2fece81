import JSON

/// Resolves the intrinsic functions in one stack's values, as CloudFormation does when it creates the stack
/// ("Intrinsic function reference" of its user guide).
struct IntrinsicResolver {
    /// So many references may lead to one another; more is a circle.
    static let deepestReference = 64

    let stackSet: StackSet
    let stack: StackSet.Stack
    /// How many references led here.
    private let depth: Int

    init(stackSet: StackSet, stack: StackSet.Stack, depth: Int = 0) {
        self.stackSet = stackSet
        self.stack = stack
        self.depth = depth
    }

    var context: DeploymentContext { stackSet.context }
    var template: Template { stack.template }

    /// The resolver one reference further, in this stack or another; fails when the references go round in a circle.
    func following(
        into stack: StackSet.Stack? = nil,
        at location: TemplateLocation
    ) throws(TemplateError) -> IntrinsicResolver {
        guard depth < Self.deepestReference else { throw location.makeError("refers back to itself") }
        return IntrinsicResolver(stackSet: stackSet, stack: stack ?? self.stack, depth: depth + 1)
    }

    /// The value with every intrinsic function in it resolved; nil when it is `AWS::NoValue`, which removes the
    /// property.
    func resolve(_ value: JSONValue, at location: TemplateLocation) throws(TemplateError) -> JSONValue? {
        switch value {
        case .null, .bool, .number, .string:
            return value
        case .array(let elements):
            var resolved: [JSONValue] = []
            for (index, element) in elements.enumerated() {
                if let value = try resolve(element, at: location.appending(String(index))) { resolved.append(value) }
            }
            return .array(resolved)
        case .object(let object):
            if object.count == 1, let member = object.first, Self.isIntrinsic(member.key) {
                return try call(member.key, member.value, at: location.appending(member.key))
            }
            return .object(try resolve(members: object, at: location))
        }
    }

    /// The members with their values resolved, those without a value left out.
    func resolve(members object: JSONObject, at location: TemplateLocation) throws(TemplateError) -> JSONObject {
        var resolved = JSONObject()
        for member in object {
            guard let value = try resolve(member.value, at: location.appending(member.key)) else { continue }
            resolved.append(member.key, value)
        }
        return resolved
    }

    private static func isIntrinsic(_ key: String) -> Bool { key == "Ref" || key.hasPrefix("Fn::") }

    private func call(
        _ function: String,
        _ argument: JSONValue,
        at location: TemplateLocation
    ) throws(TemplateError) -> JSONValue? {
        switch function {
        case "Ref": return try reference(argument, at: location)
        case "Fn::GetAtt": return try attribute(argument, at: location)
        case "Fn::Sub": return .string(try substitute(argument, at: location))
        case "Fn::Join": return .string(try join(argument, at: location))
        case "Fn::Select": return try select(argument, at: location)
        case "Fn::Split": return try split(argument, at: location)
        case "Fn::If": return try choose(argument, at: location)
        case "Fn::FindInMap": return try findInMap(argument, at: location)
        case "Fn::ImportValue": return try importValue(argument, at: location)
        case "Fn::GetAZs": return .array(["a", "b", "c"].map { .string(context.region + $0) })
        case "Fn::Base64": return try encode(argument, at: location)
        case "Fn::ToJsonString": return try serialize(argument, at: location)
        case "Fn::Length": return try count(argument, at: location)
        default: throw location.makeError("the emulator does not know this intrinsic function")
        }
    }
}

extension IntrinsicResolver {
    /// The resource with its properties resolved; nil when its condition is false.
    func deployedResource(_ id: String) throws(TemplateError) -> StackSet.DeployedResource? {
        let location = TemplateLocation(template: template.name, resource: id)
        guard let resource = try template.resource(id), try exists(resource, at: location) else { return nil }
        for dependency in resource.dependsOn where try template.resource(dependency) == nil {
            throw location.appending("DependsOn").makeError(Self.dangling(dependency))
        }
        var declared = resource.properties
        // Where the zip lies is for a deployment to know; here the code is a folder of executables.
        if resource.type == "AWS::Lambda::Function" { declared["Code"] = nil }
        let properties = try resolve(members: declared, at: location.appending("Properties"))
        return StackSet.DeployedResource(
            template: template.name,
            id: id,
            type: resource.type,
            physicalID: try physicalID(of: id, at: location),
            properties: properties
        )
    }

    /// Resolves all outputs for the errors they may hold.
    func resolveOutputs() throws(TemplateError) {
        for output in template.outputs {
            let location = TemplateLocation(template: template.name, resource: output.key, path: ["Outputs"])
            if let condition = output.value["Condition"]?.string, try !holds(condition, at: location) { continue }
            guard let value = output.value["Value"] else { throw location.makeError("has no Value") }
            _ = try resolve(value, at: location.appending("Value"))
            guard let name = output.value["Export"]?["Name"] else { continue }
            _ = try resolve(name, at: location.appending("Export.Name"))
        }
    }

    /// True unless the resource has a condition and that is false.
    func exists(_ resource: Template.Resource, at location: TemplateLocation) throws(TemplateError) -> Bool {
        guard let condition = resource.condition else { return true }
        return try holds(condition, at: location.appending("Condition"))
    }

    static func dangling(_ name: String) -> String { "\"\(name)\" is not declared in the template" }

    /// The text of a string, a number or a boolean, resolved.
    func text(_ value: JSONValue, at location: TemplateLocation) throws(TemplateError) -> String {
        guard let value = try resolve(value, at: location) else { throw location.makeError("is AWS::NoValue") }
        return try Self.text(value, at: location)
    }

    /// The text of a string, a number or a boolean.
    static func text(_ value: JSONValue, at location: TemplateLocation) throws(TemplateError) -> String {
        guard let text = scalarText(value) else { throw location.makeError("is \(value.kind), not a string") }
        return text
    }

    /// CloudFormation takes a number or a boolean wherever it wants a string, and the other way round.
    static func scalarText(_ value: JSONValue) -> String? {
        switch value {
        case .string(let string): string
        case .number(let number): number.literal
        case .bool(let bool): bool ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}
