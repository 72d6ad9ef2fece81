import JSON

// CloudFormation takes "30" where it wants a number and "true" where it wants a boolean; so do these.
extension StackSet.DeployedResource {
    func makeError(_ property: String, _ message: String) -> TemplateError {
        location.appending("Properties").appending(property).makeError(message)
    }

    /// The property's text; nil when it is absent.
    func text(_ property: String) throws(TemplateError) -> String? {
        guard let value = properties[property] else { return nil }
        return try IntrinsicResolver.text(value, at: location.appending("Properties").appending(property))
    }

    /// The property's text, which the service demands.
    func requiredText(_ property: String) throws(TemplateError) -> String {
        guard let text = try text(property) else { throw makeError(property, "is required") }
        return text
    }

    /// The property's integer within a range; nil when it is absent.
    func integer(_ property: String, in range: ClosedRange<Int>) throws(TemplateError) -> Int? {
        guard let text = try text(property) else { return nil }
        guard let value = JSONNumber(literal: text)?.int, range.contains(value) else {
            throw makeError(property, "is not an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// The property's boolean; nil when it is absent.
    func boolean(_ property: String) throws(TemplateError) -> Bool? {
        switch try text(property) {
        case nil: return nil
        case "true": return true
        case "false": return false
        default: throw makeError(property, "is neither true nor false")
        }
    }

    /// The property's texts; empty when it is absent.
    func texts(_ property: String) throws(TemplateError) -> [String] {
        guard let value = properties[property] else { return [] }
        guard let elements = value.array else { throw makeError(property, "is not a list") }
        var texts: [String] = []
        for element in elements {
            guard let text = IntrinsicResolver.scalarText(element) else {
                throw makeError(property, "is not a list of strings")
            }
            texts.append(text)
        }
        return texts
    }

    /// The property's texts by name, in their order; empty when it is absent.
    func textMap(_ property: String) throws(TemplateError) -> [(name: String, value: String)] {
        try Self.textMap(properties[property], at: location.appending("Properties").appending(property))
    }

    /// The texts by name of an object somewhere in the properties.
    static func textMap(
        _ value: JSONValue?,
        at location: TemplateLocation
    ) throws(TemplateError) -> [(name: String, value: String)] {
        guard let value else { return [] }
        guard let object = value.object else { throw location.makeError("is not an object") }
        var pairs: [(name: String, value: String)] = []
        for member in object {
            pairs.append((member.key, try IntrinsicResolver.text(member.value, at: location.appending(member.key))))
        }
        return pairs
    }
}
