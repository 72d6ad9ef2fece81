import JSON

/// A CloudFormation stack while it is put together.
///
/// Whoever adds a resource gets a value to refer to it by; there is no other way to name one. A reference to what
/// another stack holds fails the synthesis.
package struct Stack: Sendable {
    /// The template's name: that of its file, without the ending.
    package let name: String
    let description: String
    private(set) var parameters: [Parameter] = []
    private(set) var conditions: [Condition] = []
    private(set) var declarations: [Declaration] = []
    private(set) var outputs: [Output] = []

    /// An empty stack.
    package init(_ name: String, description: String) {
        self.name = name
        self.description = description
    }

    /// Declares a parameter; returns its value.
    package mutating func addParameter(_ parameter: Parameter) -> Text {
        parameters.append(parameter)
        return Text(.parameter(parameter.id))
    }

    /// Declares the condition that a parameter has a certain value.
    package mutating func addCondition(
        _ id: LogicalID,
        whether parameter: Text,
        equals expected: String
    ) -> Condition {
        let condition = Condition(id: id, parameter: parameter, expected: expected)
        conditions.append(condition)
        return condition
    }

    /// Declares a resource.
    ///
    /// - Parameter dependsOn: resources that must exist first, beyond those the properties refer to.
    @discardableResult
    package mutating func add<Properties: ResourceProperties>(
        _ id: LogicalID,
        _ properties: Properties,
        dependsOn: [LogicalID] = [],
        removal: Removal = .delete
    ) -> Resource<Properties> {
        declarations.append(
            Declaration(
                id: id,
                type: Properties.type,
                properties: properties.properties,
                dependsOn: dependsOn,
                removal: removal
            )
        )
        return Resource(id: id)
    }

    /// Declares an output.
    package mutating func addOutput(_ id: LogicalID, _ description: String, _ value: Text) {
        outputs.append(Output(id: id, description: description, value: value))
    }

    /// Sixteen hexadecimal digits that change whenever one of these resources does.
    func fingerprint(of ids: [LogicalID]) -> String {
        let chosen = Set(ids)
        var fingerprint = Fingerprint()
        for declaration in declarations where chosen.contains(declaration.id) {
            fingerprint.combine(Array(declaration.id.rawValue.utf8))
            fingerprint.combine(declaration.json.serialized())
        }
        return fingerprint.text
    }
}
