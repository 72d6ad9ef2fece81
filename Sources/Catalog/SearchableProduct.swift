import JSON

/// A product with its texts folded, so that several searches fold them once.
struct SearchableProduct: Sendable {
    /// The fields that are searched for words, and what a word found there counts.
    private struct FieldText {
        let text: FoldedText
        let weight: Int
    }

    let product: Product
    let category: FoldedText
    let brand: FoldedText
    private let fields: [FieldText]

    init(_ product: Product) {
        self.product = product
        category = FoldedText(product.category)
        brand = FoldedText(product.brand)
        let specifications = product.specifications.map { "\($0.key) \($0.value.words)" }.joined(separator: " ")
        fields = [
            FieldText(text: FoldedText(product.name), weight: 8),
            FieldText(text: brand, weight: 6),
            FieldText(text: category, weight: 4),
            FieldText(text: FoldedText(specifications), weight: 2),
            FieldText(text: FoldedText(product.description), weight: 1),
        ]
    }

    /// Every word of the product.
    var vocabulary: [[UInt8]] { fields.flatMap(\.text.words) }

    /// How well the product matches: for each word the best field it is found in, doubled when it is found whole. Nil
    /// when a word is found nowhere.
    func score(of words: [[UInt8]]) -> Int? {
        var sum = 0
        for word in words {
            let best = fields.compactMap { field in
                field.text.match(word).map { $0 == .whole ? field.weight * 2 : field.weight }
            }.max()
            guard let best else { return nil }
            sum += best
        }
        return sum
    }
}

extension JSONValue {
    /// The words of a specification's value, whatever it is made of.
    fileprivate var words: String {
        switch self {
        case .null: ""
        case .bool(let bool): bool ? "yes" : "no"
        case .number(let number): number.literal
        case .string(let string): string
        case .array(let values): values.map(\.words).joined(separator: " ")
        case .object(let object): object.map { "\($0.key) \($0.value.words)" }.joined(separator: " ")
        }
    }
}
