/// What is wrong with a query, in words for who sent it.
package struct QueryError: Error, Equatable, CustomStringConvertible {
    /// The part at fault.
    package let field: String
    /// What is wrong with it and what is right.
    package let message: String
    /// Everything that would be right, when that is a short list.
    package let allowed: [String]

    init(_ field: String, _ message: String, allowed: [String] = []) {
        self.field = field
        self.message = message
        self.allowed = allowed
    }

    /// The message.
    package var description: String { message }
}
