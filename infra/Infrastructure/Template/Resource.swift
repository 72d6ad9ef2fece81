/// The properties of one type of resource.
package protocol ResourceProperties: Sendable {
    /// The attributes `Fn::GetAtt` gives; `Never` when the product needs none.
    associatedtype Attribute: Sendable = Never

    /// Such as `AWS::Lambda::Function`.
    static var type: String { get }

    /// The properties as the template has them.
    var properties: PropertyList { get }
}

/// A resource that a stack holds, for others to refer to.
package struct Resource<Properties: ResourceProperties>: Sendable {
    /// The name within the template.
    package let id: LogicalID

    /// What `Ref` gives.
    package var ref: Text { Text(.resource(id)) }

    /// What `Fn::GetAtt` gives for the attribute.
    package func attribute(_ attribute: Properties.Attribute) -> Text
    where Properties.Attribute: RawRepresentable<String> {
        Text(.attribute(id, name: attribute.rawValue))
    }
}

/// What becomes of a resource when it leaves its template, or the stack is deleted.
package enum Removal: Sendable, Hashable {
    /// It is deleted.
    case delete
    /// It stays, and is nobody's.
    case retain
    /// It stays where the condition holds.
    case retainIf(Condition)

    /// `DeletionPolicy` and `UpdateReplacePolicy`; nil for CloudFormation's default.
    var policy: PropertyValue? {
        switch self {
        case .delete: nil
        case .retain: "Retain"
        case .retainIf(let condition): condition.choose("Retain", otherwise: "Delete")
        }
    }
}

/// A resource as its template declares it.
struct Declaration: Sendable, Hashable {
    let id: LogicalID
    let type: String
    let properties: PropertyList
    let dependsOn: [LogicalID]
    let removal: Removal
}
