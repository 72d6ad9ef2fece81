package import JSON

extension Stack {
    /// What CloudFormation takes by way of S3 ("CloudFormation quotas").
    static let largestTemplate = 1_000_000

    /// The template's file: JSON of two spaces a level, a newline at the end, the same bytes every time.
    ///
    /// - Throws: what `verify` finds, or that the template is too large.
    package func synthesized() throws(SynthesisError) -> [UInt8] {
        let bytes = try template().serialized(indent: 2) + [UInt8(ascii: "\n")]
        guard bytes.count <= Self.largestTemplate else {
            throw .tooLarge(bytes: bytes.count, limit: Self.largestTemplate)
        }
        return bytes
    }

    /// The template ("Template sections" of CloudFormation's user guide).
    package func template() throws(SynthesisError) -> JSONValue {
        try verify()
        var template: JSONObject = ["AWSTemplateFormatVersion": "2010-09-09"]
        if hasConditionalRemoval { template["Transform"] = "AWS::LanguageExtensions" }
        template["Description"] = .string(description)
        template["Parameters"] = section(parameters.map { ($0.id, $0.json) })
        template["Conditions"] = section(conditions.map { ($0.id, $0.json) })
        template["Resources"] = section(declarations.map { ($0.id, $0.json) })
        template["Outputs"] = section(outputs.map { ($0.id, $0.json) })
        return .object(template)
    }

    /// CloudFormation takes functions in `DeletionPolicy` only with the language extensions.
    private var hasConditionalRemoval: Bool {
        declarations.contains { declaration in
            switch declaration.removal {
            case .delete, .retain: false
            case .retainIf: true
            }
        }
    }

    private func section(_ members: [(LogicalID, JSONValue)]) -> JSONValue? {
        guard !members.isEmpty else { return nil }
        var object = JSONObject()
        for (id, value) in members { object[id.rawValue] = value }
        return .object(object)
    }
}

extension Declaration {
    var json: JSONValue {
        var object: JSONObject = ["Type": .string(type)]
        if !dependsOn.isEmpty { object["DependsOn"] = .array(dependsOn.map { .string($0.rawValue) }) }
        if let policy = removal.policy {
            object["DeletionPolicy"] = policy.json
            object["UpdateReplacePolicy"] = policy.json
        }
        object["Properties"] = .object(properties.json)
        return .object(object)
    }
}
