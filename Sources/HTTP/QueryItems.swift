/// The parameters of a URL's query: decoded, in order, repeats kept.
package struct QueryItems: Sendable, Equatable, ExpressibleByDictionaryLiteral, RandomAccessCollection {
    /// One `name=value`, both decoded.
    package struct Item: Sendable, Hashable {
        /// What stands before the `=`; not unique.
        package var name: String
        /// What stands after the `=`.
        package var value: String

        /// A parameter of these two.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    private var items: [Item]

    /// No parameters.
    package init() { items = [] }

    /// These parameters, in this order.
    package init(_ items: some Sequence<Item>) { self.items = Array(items) }

    /// Names and values, not encoded.
    package init(dictionaryLiteral elements: (String, String)...) {
        items = elements.map { Item(name: $0.0, value: $0.1) }
    }

    /// Reads what stands after the `?`, as application/x-www-form-urlencoded
    /// (https://url.spec.whatwg.org/#urlencoded-parsing): `+` is a space, a `%` that no two hex digits follow stands for
    /// itself, a name without `=` has an empty value.
    package init(parsing query: String) {
        items = query.utf8.split(separator: UInt8(ascii: "&")).map { pair in
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            return Item(
                name: PercentCoding.decodeForm(pair[..<equals]),
                value: PercentCoding.decodeForm(pair[equals...].dropFirst())
            )
        }
    }

    package var startIndex: Int { items.startIndex }
    package var endIndex: Int { items.endIndex }
    /// The parameter at the place.
    package subscript(position: Int) -> Item { items[position] }

    /// The first value of the name; names are compared exactly. Nil when it is not there.
    package subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    /// Every value of the name, in order.
    package func values(of name: String) -> [String] {
        items.lazy.filter { $0.name == name }.map(\.value)
    }

    /// Adds a parameter after the others.
    package mutating func append(_ name: String, _ value: String) {
        items.append(Item(name: name, value: value))
    }

    /// The query as it goes after a `?`: everything but RFC 3986's unreserved characters percent-encoded.
    package var encoded: String {
        items.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    }
}
