extension Stack {
    /// CloudFormation's quota of resources in a template.
    static let mostResources = 500

    /// Finds what CloudFormation would refuse only when the stack is being deployed.
    func verify() throws(SynthesisError) {
        try verifyNames()
        guard declarations.count <= Self.mostResources else {
            throw .tooMany("resources", count: declarations.count, limit: Self.mostResources)
        }
        let scope = Scope(
            parameters: Set(parameters.map(\.id)),
            resources: Set(declarations.map(\.id)),
            conditions: Set(conditions)
        )
        for condition in conditions { try scope.verify(.text(condition.parameter), in: condition.id) }
        for declaration in declarations { try scope.verify(declaration) }
        for output in outputs { try scope.verify(.text(output.value), in: output.id) }
        try verifyOrder()
    }

    private func verifyNames() throws(SynthesisError) {
        // Parameters and resources share what `Ref` can name.
        for ids in [parameters.map(\.id) + declarations.map(\.id), conditions.map(\.id), outputs.map(\.id)] {
            var seen: Set<LogicalID> = []
            for id in ids {
                guard id.isValid else { throw .invalidLogicalID(id) }
                guard seen.insert(id).inserted else { throw .duplicateLogicalID(id) }
            }
        }
    }

    /// Walks from each resource to those it needs, depth first.
    private func verifyOrder() throws(SynthesisError) {
        let needs = Dictionary(
            declarations.map { ($0.id, $0.dependsOn + $0.properties.resourceIDs) },
            uniquingKeysWith: { first, _ in first }
        )
        var finished: Set<LogicalID> = []
        var path: [LogicalID] = []
        func visit(_ id: LogicalID) throws(SynthesisError) {
            if finished.contains(id) { return }
            if let start = path.firstIndex(of: id) { throw .circularDependency(Array(path[start...]) + [id]) }
            path.append(id)
            for needed in needs[id] ?? [] { try visit(needed) }
            path.removeLast()
            finished.insert(id)
        }
        for declaration in declarations { try visit(declaration.id) }
    }
}

/// What may be named within one template.
private struct Scope {
    let parameters: Set<LogicalID>
    let resources: Set<LogicalID>
    let conditions: Set<Condition>

    func verify(_ declaration: Declaration) throws(SynthesisError) {
        for id in declaration.dependsOn where !resources.contains(id) {
            throw .danglingReference(to: id.rawValue, in: declaration.id)
        }
        if let policy = declaration.removal.policy { try verify(policy, in: declaration.id) }
        try verify(.object(declaration.properties), in: declaration.id)
    }

    func verify(_ value: PropertyValue, in place: LogicalID) throws(SynthesisError) {
        switch value {
        case .text(let text):
            for reference in text.references where !holds(reference) {
                throw .danglingReference(to: reference.substitution, in: place)
            }
        case .integer, .boolean: break
        case .list(let elements):
            for element in elements { try verify(element, in: place) }
        case .object(let list):
            for property in list.properties { try verify(property.value, in: place) }
        case .choice(let condition, let first, let second):
            guard conditions.contains(condition) else {
                throw .danglingReference(to: condition.id.rawValue, in: place)
            }
            try verify(first, in: place)
            try verify(second, in: place)
        }
    }

    private func holds(_ reference: Reference) -> Bool {
        switch reference {
        case .pseudoParameter: true
        case .parameter(let id): parameters.contains(id)
        case .resource(let id), .attribute(let id, _): resources.contains(id)
        }
    }
}

extension PropertyList {
    /// The resources that the values refer to.
    fileprivate var resourceIDs: [LogicalID] { properties.flatMap { $0.value.resourceIDs } }
}

extension PropertyValue {
    fileprivate var resourceIDs: [LogicalID] {
        switch self {
        case .text(let text):
            text.references.compactMap { reference in
                switch reference {
                case .pseudoParameter, .parameter: nil
                case .resource(let id), .attribute(let id, _): id
                }
            }
        case .integer, .boolean: []
        case .list(let elements): elements.flatMap(\.resourceIDs)
        case .object(let list): list.resourceIDs
        case .choice(_, let first, let second): first.resourceIDs + second.resourceIDs
        }
    }
}
