/// One line of a head: a name and its value, neither of which can hold a line break.
package struct HeaderField: Sendable, Hashable {
    /// As it was given or received; fields are compared without regard to its case.
    package let name: String
    /// Without outer white space.
    package let value: String

    /// Takes a name that is a token (RFC 9110 §5.6.2), else nil. Bytes a value may not have (CR, LF, NUL and the other
    /// controls but TAB, RFC 9110 §5.5) become spaces; outer white space is cut off.
    package init?(name: String, value: String) {
        guard FieldSyntax.isToken(name) else { return nil }
        self.name = name
        self.value = FieldSyntax.sanitized(value)
    }

    /// Whether this is a field of that name, whatever the case of its letters.
    package func hasName(_ name: String) -> Bool { FieldSyntax.sameName(self.name, name) }

    /// For the parser, which has checked every byte already.
    init(checkedName: String, checkedValue: String) {
        name = checkedName
        value = checkedValue
    }
}
