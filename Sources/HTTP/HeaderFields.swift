/// The fields of a head or of trailers: in order, repeats kept, names compared without regard to the case of ASCII letters.
///
/// Nothing in it can break out of its line: names are tokens and values have no control characters, whatever was put in.
package struct HeaderFields: Sendable, ExpressibleByDictionaryLiteral, RandomAccessCollection {
    private var fields: [HeaderField]

    /// No fields.
    package init() { fields = [] }

    /// Pairs whose name is no token are left out, as `append` does.
    package init(dictionaryLiteral elements: (String, String)...) {
        fields = []
        // Most heads get some more.
        fields.reserveCapacity(elements.count + 4)
        for (name, value) in elements { append(name, value) }
    }

    /// These fields, in this order.
    package init(_ fields: some Sequence<HeaderField>) { self.fields = Array(fields) }

    package var startIndex: Int { fields.startIndex }
    package var endIndex: Int { fields.endIndex }
    /// The field at the place.
    package subscript(position: Int) -> HeaderField { fields[position] }

    /// The first field of the name. Setting replaces all fields of the name by one, in the place of the first; nil
    /// removes them. A name that is no token sets nothing.
    package subscript(name: String) -> String? {
        get { fields.first { $0.hasName(name) }?.value }
        set {
            guard let newValue else { return remove(name) }
            guard let field = HeaderField(name: name, value: newValue) else { return }
            guard let index = fields.firstIndex(where: { $0.hasName(name) }) else {
                return fields.append(field)
            }
            fields[index] = field
            for other in fields.indices.reversed() where other > index && fields[other].hasName(name) {
                fields.remove(at: other)
            }
        }
    }

    /// The values of every field of the name, in order.
    package func values(of name: String) -> [String] {
        fields.lazy.filter { $0.hasName(name) }.map(\.value)
    }

    /// Whether there is a field of the name.
    package func contains(_ name: String) -> Bool {
        fields.contains { $0.hasName(name) }
    }

    /// Whether a name stands more than once.
    package var hasRepeats: Bool {
        fields.withUnsafeBufferPointer { fields in
            for index in fields.indices {
                for earlier in 0..<index where fields[index].hasName(fields[earlier].name) { return true }
            }
            return false
        }
    }

    /// Adds a field after the others; false, and nothing added, when the name is no token. The value is cleaned as
    /// `HeaderField` says.
    @discardableResult
    package mutating func append(_ name: String, _ value: String) -> Bool {
        guard let field = HeaderField(name: name, value: value) else { return false }
        fields.append(field)
        return true
    }

    /// Adds a field after the others.
    package mutating func append(_ field: HeaderField) {
        fields.append(field)
    }

    /// Removes every field of the name.
    package mutating func remove(_ name: String) {
        fields.removeAll { $0.hasName(name) }
    }

    /// Makes room for so many fields.
    package mutating func reserveCapacity(_ count: Int) {
        fields.reserveCapacity(count)
    }
}

extension HeaderFields: Equatable {
    /// The same fields in the same order, names without regard to case.
    package static func == (left: HeaderFields, right: HeaderFields) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy { $0.hasName($1.name) && $0.value == $1.value }
    }
}
