import JSON
import POSIX
import YAML

/// A mapping of the file whose keys are taken one by one, so that what nobody took can be named.
struct ConfigurationSection {
    /// Where the section is: `model_list[0].litellm_params`; empty for the file itself.
    let path: String
    let mark: YAMLMark
    private(set) var untaken: [YAMLNode.Pair]

    init(path: String, mark: YAMLMark, pairs: [YAMLNode.Pair]) {
        self.path = path
        self.mark = mark
        untaken = pairs
    }

    /// The value of a key; nil when it is absent or null.
    mutating func take(_ key: String) -> YAMLNode? {
        guard let index = untaken.firstIndex(where: { $0.key == key }) else { return nil }
        let value = untaken.remove(at: index).value
        if case .null = value.content { return nil }
        return value
    }

    /// Whether a key is there and not null.
    func has(_ key: String) -> Bool {
        untaken.contains { $0.key == key && $0.value.content != .null }
    }

    /// The path of a key of this section.
    func path(of key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }
}

/// Typed access: a value of the wrong type is a problem with file, line and what is allowed.
extension ConfigurationReader {
    mutating func makeSection(_ node: YAMLNode, path: String) -> ConfigurationSection? {
        switch node.content {
        case .mapping(let pairs):
            return ConfigurationSection(path: path, mark: node.mark, pairs: pairs)
        case .null:
            return ConfigurationSection(path: path, mark: node.mark, pairs: [])
        case .bool, .number, .string, .sequence:
            refuse(path.isEmpty ? "the file" : path, "must be a mapping, not \(node.kindName)", node.mark)
            return nil
        }
    }

    /// A subsection; an absent one is empty.
    mutating func section(_ key: String, of parent: inout ConfigurationSection) -> ConfigurationSection? {
        guard let node = parent.take(key) else {
            return ConfigurationSection(path: parent.path(of: key), mark: parent.mark, pairs: [])
        }
        return makeSection(node, path: parent.path(of: key))
    }

    mutating func string(_ key: String, of section: inout ConfigurationSection) -> (text: String, mark: YAMLMark)? {
        guard let node = section.take(key) else { return nil }
        guard case .string(let text) = node.content else {
            refuse(section.path(of: key), "must be a string, not \(node.kindName)", node.mark)
            return nil
        }
        return (text, node.mark)
    }

    /// A string that has to be there.
    mutating func requiredString(
        _ key: String,
        of section: inout ConfigurationSection,
        hint: String
    ) -> (text: String, mark: YAMLMark)? {
        guard section.has(key) else {
            refuse(section.path, "needs a \(key): \(hint)", section.mark)
            return nil
        }
        return string(key, of: &section)
    }

    /// A string in which `os.environ/NAME` stands for the variable's value.
    mutating func resolvedString(
        _ key: String,
        of section: inout ConfigurationSection
    ) -> (text: String, mark: YAMLMark)? {
        guard let (text, mark) = string(key, of: &section) else { return nil }
        guard let name = SecretReference.environmentName(in: text) else { return (text, mark) }
        guard let value = environment[name] else {
            refuse(section.path(of: key), "names the environment variable \(name), which is not set", mark)
            return nil
        }
        return (value, mark)
    }

    mutating func bool(_ key: String, of section: inout ConfigurationSection) -> Bool? {
        guard let node = section.take(key) else { return nil }
        guard case .bool(let value) = node.content else {
            refuse(section.path(of: key), "must be true or false, not \(node.kindName)", node.mark)
            return nil
        }
        return value
    }

    mutating func integer(
        _ key: String,
        of section: inout ConfigurationSection,
        in range: ClosedRange<Int>
    ) -> Int? {
        guard let node = section.take(key) else { return nil }
        guard case .number(let number) = node.content, let value = number.int, range.contains(value) else {
            refuse(
                section.path(of: key),
                "must be a whole number from \(range.lowerBound) to \(range.upperBound)",
                node.mark
            )
            return nil
        }
        return value
    }

    /// A finite number that is at least `minimum`.
    mutating func number(_ key: String, of section: inout ConfigurationSection, atLeast minimum: Double) -> Double? {
        guard let node = section.take(key) else { return nil }
        guard case .number(let number) = node.content, number.double.isFinite, number.double >= minimum else {
            refuse(section.path(of: key), "must be a number, at least \(minimum)", node.mark)
            return nil
        }
        return number.double
    }

    /// Seconds, whole or not, above zero and at most a day.
    mutating func seconds(_ key: String, of section: inout ConfigurationSection) -> Duration? {
        guard let node = section.take(key) else { return nil }
        guard case .number(let number) = node.content, number.double > 0, number.double <= 86_400 else {
            refuse(section.path(of: key), "must be a number of seconds above 0 and at most 86400", node.mark)
            return nil
        }
        return .milliseconds(Int64((number.double * 1_000).rounded(.up)))
    }

    mutating func refuse(_ path: String, _ complaint: String, _ mark: YAMLMark) {
        problems.append(ConfigurationProblem(file: file, mark: mark, message: "\(path) \(complaint)"))
    }

    mutating func warn(_ path: String, _ complaint: String, _ mark: YAMLMark) {
        warnings.append(ConfigurationProblem(file: file, mark: mark, message: "\(path) \(complaint)"))
    }

    /// A key that LiteLLM knows and this product will act on, but does not yet.
    mutating func warnNotInEffect(_ path: String, _ mark: YAMLMark) {
        warn(path, "is not in effect in this version", mark)
    }

    /// Takes keys that are known but not acted on, with a warning each.
    mutating func takeNotInEffect(_ keys: [String], of section: inout ConfigurationSection) {
        for key in keys {
            if let node = section.take(key) { warnNotInEffect(section.path(of: key), node.mark) }
        }
    }

    mutating func warnOfUnknownKeys(in section: ConfigurationSection) {
        for pair in section.untaken {
            if case .null = pair.value.content { continue }
            warn(section.path(of: pair.key), "is not a known key and has no effect", pair.keyMark)
        }
    }
}
