import JSON

/// A string of the template that may refer to parameters and resources: `"arn:\(Text.partition):…:\(table)"`.
///
/// It is written as a plain string, a `Ref`, a `Fn::GetAtt` or a `Fn::Sub`, whichever is the least.
package struct Text: Sendable, Hashable {
    enum Segment: Sendable, Hashable {
        case literal(String)
        case reference(Reference)
    }

    private(set) var segments: [Segment] = []

    /// What the reference stands for.
    package init(_ reference: Reference) { segments = [.reference(reference)] }

    /// A string that refers to nothing.
    package init(_ literal: String) { append(literal) }

    /// The account's twelve digits.
    package static let accountID = Text(.pseudoParameter(.accountID))
    /// `aws`, or the name of another partition, for ARNs.
    package static let partition = Text(.pseudoParameter(.partition))
    /// The region the stack is in.
    package static let region = Text(.pseudoParameter(.region))
    /// The domain of the partition's endpoints.
    package static let urlSuffix = Text(.pseudoParameter(.urlSuffix))

    /// What the text refers to, in order.
    var references: [Reference] {
        segments.compactMap { segment in
            switch segment {
            case .literal: nil
            case .reference(let reference): reference
            }
        }
    }

    var json: JSONValue {
        switch segments.first {
        case nil: return ""
        case .literal(let literal) where segments.count == 1: return .string(literal)
        case .reference(.attribute(let id, let name)) where segments.count == 1:
            return ["Fn::GetAtt": [.string(id.rawValue), .string(name)]]
        case .reference(let reference) where segments.count == 1: return ["Ref": .string(reference.substitution)]
        case .literal, .reference: return ["Fn::Sub": .string(segments.map(Self.substitution).joined())]
        }
    }

    private static func substitution(_ segment: Segment) -> String {
        switch segment {
        // `${!Name}` is how `Fn::Sub` writes a `${Name}` that it is to leave alone.
        case .literal(let literal):
            literal.split(separator: "${", omittingEmptySubsequences: false).joined(separator: "${!")
        case .reference(let reference): "${\(reference.substitution)}"
        }
    }

    fileprivate mutating func append(_ literal: String) {
        guard !literal.isEmpty else { return }
        if case .literal(let last) = segments.last {
            segments[segments.count - 1] = .literal(last + literal)
        } else {
            segments.append(.literal(literal))
        }
    }

    fileprivate mutating func append(_ text: Text) {
        for segment in text.segments {
            switch segment {
            case .literal(let literal): append(literal)
            case .reference: segments.append(segment)
            }
        }
    }
}

extension Text: ExpressibleByStringInterpolation {
    /// Collects literals and references.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = Text("")

        /// Nothing collected yet.
        package init(literalCapacity: Int, interpolationCount: Int) {}

        /// Adds what stands between the interpolations.
        package mutating func appendLiteral(_ literal: String) { text.append(literal) }

        /// Adds a text with its references.
        package mutating func appendInterpolation(_ text: Text) { self.text.append(text) }

        /// Adds a string as it stands.
        package mutating func appendInterpolation(_ literal: String) { text.append(literal) }
    }

    /// A text with references.
    package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }

    /// A text without references.
    package init(stringLiteral value: String) { self.init(value) }
}
