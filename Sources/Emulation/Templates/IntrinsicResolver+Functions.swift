import Cryptography
import JSON

// The functions that compute a value, and conditions.
extension IntrinsicResolver {
    /// `Fn::Join: [delimiter, [strings]]`.
    func join(_ argument: JSONValue, at location: TemplateLocation) throws(TemplateError) -> String {
        let (delimiter, list) = try pair(argument, at: location)
        let elements = try elements(list, at: location.appending("1"))
        var texts: [String] = []
        for element in elements { texts.append(try Self.text(element, at: location.appending("1"))) }
        return texts.joined(separator: try text(delimiter, at: location.appending("0")))
    }

    /// `Fn::Select: [index, [values]]`.
    func select(_ argument: JSONValue, at location: TemplateLocation) throws(TemplateError) -> JSONValue {
        let (position, list) = try pair(argument, at: location)
        let elements = try elements(list, at: location.appending("1"))
        guard let index = Int(try text(position, at: location.appending("0"))), elements.indices.contains(index) else {
            throw location.makeError("the index is not within the list's \(elements.count) values")
        }
        return elements[index]
    }

    /// `Fn::Split: [delimiter, string]`.
    func split(_ argument: JSONValue, at location: TemplateLocation) throws(TemplateError) -> JSONValue {
        let (first, second) = try pair(argument, at: location)
        let delimiter = try text(first, at: location.appending("0"))
        let source = try text(second, at: location.appending("1"))
        guard !delimiter.isEmpty else { throw location.makeError("the delimiter is empty") }
        return .array(source.split(separator: delimiter, omittingEmptySubsequences: false).map { .string(String($0)) })
    }

    /// `Fn::If: [condition, then, else]`.
    func choose(_ argument: JSONValue, at location: TemplateLocation) throws(TemplateError) -> JSONValue? {
        guard let parts = argument.array, parts.count == 3, let condition = parts[0].string else {
            throw location.makeError("needs a condition's name and two values")
        }
        let branch = try holds(condition, at: location) ? 1 : 2
        return try resolve(parts[branch], at: location.appending(String(branch)))
    }

    /// `Fn::FindInMap: [map, top level key, second level key, {DefaultValue}]`.
    func findInMap(_ argument: JSONValue, at location: TemplateLocation) throws(TemplateError) -> JSONValue? {
        guard let parts = argument.array, (3...4).contains(parts.count) else {
            throw location.makeError("needs a map's name and two keys")
        }
        let map = try text(parts[0], at: location.appending("0"))
        let top = try text(parts[1], at: location.appending("1"))
        let second = try text(parts[2], at: location.appending("2"))
        if let value = template.mappings[map]?[top]?[second] { return value }
        guard parts.count == 4, let fallback = parts[3]["DefaultValue"] else {
            throw location.makeError("the mappings hold no \(map).\(top).\(second)")
        }
        return try resolve(fallback, at: location.appending("3"))
    }

    /// `Fn::Base64: string`.
    func encode(_ argument: JSONValue, at location: TemplateLocation) throws(TemplateError) -> JSONValue {
        .string(Base64.encode(Array(try text(argument, at: location).utf8)))
    }

    /// `Fn::ToJsonString: object or array`, of the language extensions.
    func serialize(_ argument: JSONValue, at location: TemplateLocation) throws(TemplateError) -> JSONValue {
        let value = try resolve(argument, at: location) ?? .null
        return .string(String(decoding: value.serialized(), as: UTF8.self))
    }

    /// `Fn::Length: list`, of the language extensions.
    func count(_ argument: JSONValue, at location: TemplateLocation) throws(TemplateError) -> JSONValue {
        .number(JSONNumber(try elements(argument, at: location).count))
    }

    /// Whether a named condition is true.
    func holds(_ name: String, at location: TemplateLocation) throws(TemplateError) -> Bool {
        guard let condition = template.conditions[name] else {
            throw location.makeError("the condition \(Self.dangling(name))")
        }
        let place = TemplateLocation(template: template.name, resource: name, path: ["Conditions"])
        return try following(at: place).evaluate(condition, at: place)
    }

    private func evaluate(_ condition: JSONValue, at location: TemplateLocation) throws(TemplateError) -> Bool {
        guard let object = condition.object, object.count == 1, let member = object.first else {
            throw location.makeError("not a condition function")
        }
        let place = location.appending(member.key)
        switch member.key {
        case "Condition":
            guard let name = member.value.string else { throw place.makeError("not a condition's name") }
            return try holds(name, at: place)
        case "Fn::Equals":
            let (left, right) = try pair(member.value, at: place)
            return try text(left, at: place.appending("0")) == text(right, at: place.appending("1"))
        case "Fn::Not":
            guard let operands = member.value.array, operands.count == 1 else {
                throw place.makeError("needs one condition")
            }
            return try !evaluate(operands[0], at: place)
        case "Fn::And", "Fn::Or":
            guard let operands = member.value.array, (2...10).contains(operands.count) else {
                throw place.makeError("needs 2 to 10 conditions")
            }
            var results: [Bool] = []
            for operand in operands { results.append(try evaluate(operand, at: place)) }
            return member.key == "Fn::And" ? results.allSatisfy(\.self) : results.contains(true)
        default:
            throw place.makeError("not a condition function")
        }
    }

    private func pair(
        _ argument: JSONValue,
        at location: TemplateLocation
    ) throws(TemplateError) -> (JSONValue, JSONValue) {
        guard let parts = argument.array, parts.count == 2 else { throw location.makeError("needs two values") }
        return (parts[0], parts[1])
    }

    private func elements(_ value: JSONValue, at location: TemplateLocation) throws(TemplateError) -> [JSONValue] {
        guard let elements = try resolve(value, at: location)?.array else { throw location.makeError("not a list") }
        return elements
    }
}
