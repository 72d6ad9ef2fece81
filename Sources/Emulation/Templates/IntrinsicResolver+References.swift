import JSON

// The functions that name something declared elsewhere.
extension IntrinsicResolver {
    /// `Ref: name`; nil for `AWS::NoValue`.
    func reference(_ argument: JSONValue, at location: TemplateLocation) throws(TemplateError) -> JSONValue? {
        guard let name = argument.string else { throw location.makeError("not a name") }
        return try reference(named: name, at: location)
    }

    private func reference(named name: String, at location: TemplateLocation) throws(TemplateError) -> JSONValue? {
        if let pseudo = PseudoParameter(rawValue: name) { return value(of: pseudo) }
        if let parameter = stack.parameters[name] { return parameter }
        guard template.parameters[name] == nil else {
            throw location.makeError("the parameter \"\(name)\" has no default, and no value was given")
        }
        return .string(try following(at: location).physicalID(of: name, at: location))
    }

    /// `Fn::GetAtt: [logical id, attribute]`, or the two in one string with a dot between.
    func attribute(_ argument: JSONValue, at location: TemplateLocation) throws(TemplateError) -> JSONValue {
        if let parts = argument.array, parts.count == 2, let id = parts[0].string {
            return .string(try attribute(try text(parts[1], at: location), of: id, at: location))
        }
        guard let text = argument.string, let dot = text.firstIndex(of: ".") else {
            throw location.makeError("needs a logical id and an attribute")
        }
        return .string(try attribute(String(text[text.index(after: dot)...]), of: String(text[..<dot]), at: location))
    }

    /// `Fn::Sub: text`, or `[text, {name: value}]`. `${Name}` is what `Ref` gives, `${Name.Attribute}` what
    /// `Fn::GetAtt` does, `${!Name}` stays as `${Name}`.
    func substitute(_ argument: JSONValue, at location: TemplateLocation) throws(TemplateError) -> String {
        let names = argument[1]?.object ?? [:]
        guard let source = argument.string ?? argument[0]?.string else { throw location.makeError("not a string") }
        var result = ""
        var rest = source[...]
        while let start = rest.firstRange(of: "${") {
            result += rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
                throw location.makeError("a ${ without its }")
            }
            let name = String(rest[start.upperBound..<end])
            if name.hasPrefix("!") {
                result += "${\(name.dropFirst())}"
            } else {
                result += try substitution(trimmed(name), names: names, at: location)
            }
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private func substitution(
        _ name: String,
        names: JSONObject,
        at location: TemplateLocation
    ) throws(TemplateError) -> String {
        let place = location.appending("${\(name)}")
        if let value = names[name] { return try text(value, at: place) }
        if let dot = name.firstIndex(of: "."), PseudoParameter(rawValue: name) == nil {
            return try attribute(String(name[name.index(after: dot)...]), of: String(name[..<dot]), at: place)
        }
        guard let value = try reference(named: name, at: place) else { return "" }
        return try Self.text(value, at: place)
    }

    private func attribute(
        _ name: String,
        of id: String,
        at location: TemplateLocation
    ) throws(TemplateError) -> String {
        try following(at: location).physicalAttribute(name, of: id, at: location)
    }

    /// `Fn::ImportValue: name`: the output of another stack that is exported under the name.
    func importValue(_ argument: JSONValue, at location: TemplateLocation) throws(TemplateError) -> JSONValue? {
        let name = try text(argument, at: location)
        for exporter in stackSet.stacks where exporter.template.name != template.name {
            let resolver = try following(into: exporter, at: location)
            for output in exporter.template.outputs {
                let place = TemplateLocation(
                    template: exporter.template.name,
                    resource: output.key,
                    path: ["Outputs"]
                )
                guard let export = output.value["Export"]?["Name"], let value = output.value["Value"],
                    try resolver.text(export, at: place) == name
                else { continue }
                if let condition = output.value["Condition"]?.string, try !resolver.holds(condition, at: place) {
                    continue
                }
                return try resolver.resolve(value, at: place)
            }
        }
        throw location.makeError("no template exports \"\(name)\"")
    }
}

/// The parameters CloudFormation declares by itself ("Pseudo parameters reference").
private enum PseudoParameter: String {
    case accountID = "AWS::AccountId"
    case notificationARNs = "AWS::NotificationARNs"
    case noValue = "AWS::NoValue"
    case partition = "AWS::Partition"
    case region = "AWS::Region"
    case stackID = "AWS::StackId"
    case stackName = "AWS::StackName"
    case urlSuffix = "AWS::URLSuffix"
}

extension IntrinsicResolver {
    private func value(of parameter: PseudoParameter) -> JSONValue? {
        switch parameter {
        case .accountID: .string(context.accountID)
        case .notificationARNs: .array([])
        case .noValue: nil
        case .partition: .string(context.partition)
        case .region: .string(context.region)
        case .stackID: .string(context.arn("cloudformation", "stack/\(template.stackName)/local"))
        case .stackName: .string(template.stackName)
        case .urlSuffix: .string(context.urlSuffix)
        }
    }
}
