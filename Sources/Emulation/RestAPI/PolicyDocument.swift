import JSON

/// The IAM policy an authorizer returns, which says what its caller may invoke.
struct PolicyDocument: Sendable {
    /// What a policy says about a request.
    enum Decision: Sendable, Equatable {
        case allowed
        /// A statement denies it, which no other statement outweighs.
        case explicitlyDenied
        /// No statement speaks of it.
        case implicitlyDenied
    }

    private struct Statement: Sendable {
        let allows: Bool
        let actions: Patterns
        let resources: Patterns
    }

    /// `Action` and `Resource`, or `NotAction` and `NotResource`.
    private struct Patterns: Sendable {
        let patterns: [String]
        let isNegated: Bool

        func contain(_ text: String) -> Bool {
            patterns.contains { Wildcard.matches(text, pattern: $0) } != isNegated
        }
    }

    private let statements: [Statement]

    /// Reads a policy; nil when API Gateway would not accept it. Conditions are refused, since the emulator does not
    /// evaluate them.
    init?(_ document: JSONValue) {
        guard let list = document["Statement"]?.array ?? document["Statement"]?.object.map({ [.object($0)] }) else {
            return nil
        }
        var statements: [Statement] = []
        for entry in list {
            guard entry["Condition"] == nil, let effect = entry["Effect"]?.string, ["Allow", "Deny"].contains(effect),
                let actions = Self.patterns("Action", in: entry), let resources = Self.patterns("Resource", in: entry)
            else { return nil }
            let lowercased = Patterns(patterns: actions.patterns.map { $0.lowercased() }, isNegated: actions.isNegated)
            statements.append(Statement(allows: effect == "Allow", actions: lowercased, resources: resources))
        }
        self.statements = statements
    }

    /// Whether the policy lets its holder call the method.
    func decision(invoking methodARN: String) -> Decision {
        let applying = statements.filter {
            $0.actions.contain("execute-api:invoke") && $0.resources.contain(methodARN)
        }
        if applying.contains(where: { !$0.allows }) { return .explicitlyDenied }
        return applying.isEmpty ? .implicitlyDenied : .allowed
    }

    private static func patterns(_ key: String, in statement: JSONValue) -> Patterns? {
        for (name, isNegated) in [(key, false), ("Not" + key, true)] {
            guard let value = statement[name] else { continue }
            if let pattern = value.string { return Patterns(patterns: [pattern], isNegated: isNegated) }
            guard let list = value.array else { return nil }
            let patterns = list.compactMap(\.string)
            return patterns.count == list.count ? Patterns(patterns: patterns, isNegated: isNegated) : nil
        }
        return nil
    }
}
