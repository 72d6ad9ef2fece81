/// What a text refers to; CloudFormation puts the value in when it creates the stack.
package enum Reference: Sendable, Hashable {
    /// A value CloudFormation knows by itself.
    case pseudoParameter(PseudoParameter)
    /// A parameter's value.
    case parameter(LogicalID)
    /// What `Ref` gives for a resource: its physical id, most often its name.
    case resource(LogicalID)
    /// What `Fn::GetAtt` gives for a resource.
    case attribute(LogicalID, name: String)

    /// The parameters CloudFormation declares by itself ("Pseudo parameters reference").
    package enum PseudoParameter: String, Sendable, Hashable {
        case accountID = "AWS::AccountId"
        case partition = "AWS::Partition"
        case region = "AWS::Region"
        case urlSuffix = "AWS::URLSuffix"
    }

    /// The name in `${…}` of `Fn::Sub`.
    var substitution: String {
        switch self {
        case .pseudoParameter(let pseudo): pseudo.rawValue
        case .parameter(let id), .resource(let id): id.rawValue
        case .attribute(let id, let name): "\(id).\(name)"
        }
    }
}
