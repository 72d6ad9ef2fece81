/// Why a stack makes no template CloudFormation would take.
package enum SynthesisError: Error, Equatable, CustomStringConvertible {
    /// Not 1 to 255 letters and digits.
    case invalidLogicalID(LogicalID)
    /// Two parameters or resources, two conditions or two outputs have one name.
    case duplicateLogicalID(LogicalID)
    /// `place` names what the stack does not hold.
    case danglingReference(to: String, in: LogicalID)
    /// The resources need one another, each the next and the last the first.
    case circularDependency([LogicalID])
    /// More of them than CloudFormation or API Gateway takes.
    case tooMany(String, count: Int, limit: Int)
    /// The template has more bytes than CloudFormation takes.
    case tooLarge(bytes: Int, limit: Int)

    /// Names the culprit.
    package var description: String {
        switch self {
        case .invalidLogicalID(let id): "\"\(id)\" is no logical id: only letters and digits are"
        case .duplicateLogicalID(let id): "\(id) is declared twice"
        case .danglingReference(let target, let place): "\(place) refers to \(target), which the stack does not hold"
        case .circularDependency(let ids): "these need one another: \(ids.map(\.rawValue).joined(separator: " → "))"
        case .tooMany(let what, let count, let limit): "\(count) \(what), of which \(limit) are allowed"
        case .tooLarge(let bytes, let limit): "the template has \(bytes) bytes, of which \(limit) are allowed"
        }
    }
}
