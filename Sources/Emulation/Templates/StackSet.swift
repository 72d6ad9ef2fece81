import JSON

/// Templates as the stacks they would become in one account and region: parameters have their values, and a stack may
/// import what another exports.
struct StackSet: Sendable {
    /// One template with the values of its parameters: a string, or an array of them for a list type.
    struct Stack {
        let template: Template
        let parameters: [String: JSONValue]
    }

    /// A resource that would exist, its properties resolved.
    struct DeployedResource: Sendable {
        /// The file name of the template that declares it.
        let template: String
        /// Its logical id.
        let id: String
        /// Such as `AWS::Lambda::Function`.
        let type: String
        /// What `Ref` gives for it, such as a function's or a table's name.
        let physicalID: String
        /// Its properties, without intrinsic functions.
        let properties: JSONObject

        var location: TemplateLocation { TemplateLocation(template: template, resource: id) }
    }

    let context: DeploymentContext
    let stacks: [Stack]
    /// The templates' resources in their order, each with its properties resolved.
    private(set) var resources: [DeployedResource] = []

    /// Resolves every property of every resource and every output, so that a dangling reference shows at once.
    ///
    /// - Parameters:
    ///   - parameters: values by name, for every template that declares the name; one that none declares is refused.
    ///   - presets: the same, where declared.
    init(
        templates: [Template],
        parameters: [String: String] = [:],
        presets: [String: String] = [:],
        context: DeploymentContext = DeploymentContext()
    ) throws(TemplateError) {
        for name in parameters.keys.sorted() where !templates.contains(where: { $0.parameters[name] != nil }) {
            throw TemplateError(template: "templates", resource: name, message: "no template declares this parameter")
        }
        let given = presets.merging(parameters) { _, explicit in explicit }
        var stacks: [Stack] = []
        for template in templates {
            stacks.append(Stack(template: template, parameters: try Self.values(of: template, given: given)))
        }
        self.stacks = stacks
        self.context = context
        for stack in stacks {
            let resolver = IntrinsicResolver(stackSet: self, stack: stack)
            for id in stack.template.resourceIDs {
                if let resource = try resolver.deployedResource(id) { resources.append(resource) }
            }
            try resolver.resolveOutputs()
        }
    }

    /// The resources of a type, in the templates' order.
    func resources(ofType type: String) -> [DeployedResource] {
        resources.filter { $0.type == type }
    }

    private static func values(
        of template: Template,
        given: [String: String]
    ) throws(TemplateError) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for member in template.parameters {
            let location = TemplateLocation(template: template.name, resource: member.key, path: ["Parameters"])
            let fallback = try member.value["Default"].map { value throws(TemplateError) in
                try IntrinsicResolver.text(value, at: location)
            }
            // Without a value it is an error to refer to it, but not to declare it: what only a deployment needs may
            // wait.
            guard let text = given[member.key] ?? fallback else { continue }
            let allowed = member.value["AllowedValues"]?.array?.compactMap { IntrinsicResolver.scalarText($0) }
            if let allowed, !allowed.contains(text) {
                throw location.makeError("the value is not one of \(allowed.joined(separator: ", "))")
            }
            let isList = member.value["Type"]?.string.map { $0.hasPrefix("List<") || $0 == "CommaDelimitedList" }
            values[member.key] = isList == true ? .array(Self.list(text)) : .string(text)
        }
        return values
    }

    private static func list(_ text: String) -> [JSONValue] {
        text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false).map { .string(trimmed($0)) }
    }
}

/// The text without the spaces and tabs around it.
func trimmed(_ text: some StringProtocol) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let head = text.drop(while: isSpace)
    guard let last = head.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(head[...last])
}
