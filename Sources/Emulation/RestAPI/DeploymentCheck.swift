import JSON

/// Finds methods that a deployment might miss: API Gateway copies what exists when the deployment is created, and
/// CloudFormation creates it after a method only if it depends on it.
struct DeploymentCheck {
    let stacks: StackSet
    let api: StackSet.DeployedResource

    func warnings() -> [String] {
        guard let template = stacks.stacks.first(where: { $0.template.name == api.template })?.template else {
            return []
        }
        let declared = stacks.resources.filter { $0.template == api.template }
        let deployments = declared.filter { $0.type == "AWS::ApiGateway::Deployment" }
        var reached: Set<String> = []
        for deployment in deployments { Self.reach(deployment.id, in: template, &reached) }
        let missed = declared.filter { $0.type == "AWS::ApiGateway::Method" && !reached.contains($0.id) }
        guard !missed.isEmpty, !deployments.isEmpty else { return [] }
        let names = missed.prefix(3).map(\.id).joined(separator: ", ") + (missed.count > 3 ? ", …" : "")
        return [
            "the deployment does not depend on \(missed.count) of the methods (\(names)) and may be made without them"
        ]
    }

    private static func reach(_ id: String, in template: Template, _ reached: inout Set<String>) {
        guard reached.insert(id).inserted else { return }
        do throws(TemplateError) {
            guard let resource = try template.resource(id) else { return }
            var names = Set(resource.dependsOn)
            collectReferences(.object(resource.properties), into: &names)
            for name in names { reach(name, in: template, &reached) }
        } catch {
            return
        }
    }

    private static func collectReferences(_ value: JSONValue, into names: inout Set<String>) {
        switch value {
        case .null, .bool, .number, .string: return
        case .array(let elements): for element in elements { collectReferences(element, into: &names) }
        case .object(let object):
            for member in object {
                switch member.key {
                case "Ref": if let name = member.value.string { names.insert(name) }
                case "Fn::GetAtt":
                    let name =
                        member.value[0]?.string ?? member.value.string?.split(separator: ".").first.map(String.init)
                    if let name { names.insert(name) }
                default: collectReferences(member.value, into: &names)
                }
            }
        }
    }
}
