/// A string that must not be shown: a key, a token, a password. It prints, interpolates, dumps and reflects as
/// `<redacted>`; whoever needs the value writes `exposed`, which is easy to find in a review.
package struct Secret: Sendable, Equatable, ExpressibleByStringLiteral {
    /// The value itself.
    package let exposed: String

    /// Wraps `value`.
    package init(_ value: String) {
        exposed = value
    }

    /// Wraps a literal.
    package init(stringLiteral value: String) {
        exposed = value
    }

    /// Whether two secrets hold the same bytes, compared in constant time.
    package static func == (left: Secret, right: Secret) -> Bool {
        constantTimeEqual(Array(left.exposed.utf8), Array(right.exposed.utf8))
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<redacted>`.
    package var description: String { "<redacted>" }

    /// Always `<redacted>`.
    package var debugDescription: String { "<redacted>" }

    /// Without children, so that `dump` and test failures show nothing either.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
