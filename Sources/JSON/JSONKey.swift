/// A member's name as JSON compares names: byte for byte (RFC 8259 §8.3).
///
/// Swift's `String` compares by canonical equivalence, under which the composed and the decomposed form of a letter
/// are one name; to a JSON text they are two.
struct JSONKey: Hashable {
    let name: String

    init(_ name: String) { self.name = name }

    static func == (lhs: Self, rhs: Self) -> Bool { areIdentical(lhs.name, rhs.name) }

    func hash(into hasher: inout Hasher) {
        let hashed: Void? = name.utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: .init($0)) }
        if hashed == nil { for byte in name.utf8 { hasher.combine(byte) } }
    }

    /// Whether two strings have the same UTF-8.
    static func areIdentical(_ lhs: String, _ rhs: String) -> Bool {
        // Most names differ, which `==` sees at once; what it takes for equal may still be another form of the letters.
        lhs.utf8.count == rhs.utf8.count && lhs == rhs && lhs.utf8.elementsEqual(rhs.utf8)
    }
}
