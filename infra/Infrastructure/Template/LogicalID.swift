/// The name of a parameter, condition, resource or output within its template: letters and digits.
///
/// A resource that changes its logical id is deleted and made anew, so ids are chosen once and kept.
package struct LogicalID: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The name as the template has it.
    package let rawValue: String

    /// Any text; what is no logical id is refused when the template is synthesised.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The name itself.
    package var description: String { rawValue }

    /// Whether CloudFormation takes it: 1 to 255 letters and digits ("Resources" in its user guide).
    var isValid: Bool {
        (1...255).contains(rawValue.utf8.count)
            && rawValue.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: false
                }
            }
    }

    /// The order of their bytes.
    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

extension LogicalID: ExpressibleByStringInterpolation {
    /// The literal as it stands.
    package init(stringLiteral value: String) { self.init(rawValue: value) }
}
