/// Where a product stands in an order. Smaller is earlier, whatever the order.
struct SortKey: Sendable, Equatable, Comparable {
    /// What the order looks at, when it is a number.
    let primary: Int64
    /// What the order looks at, when it is a text.
    let text: String
    /// What decides between two that are alike.
    let secondary: Int64
    /// The product's id, which decides in the end.
    let id: String

    /// - Parameter score: how well the product matches the query's words.
    init(of product: Product, in order: ProductSort, score: Int) {
        let rating = -(product.rating ?? .zero).tenThousandths
        var (primary, text, secondary) = (Int64(0), "", Int64(0))
        switch order {
        case .relevance: (primary, secondary) = (-Int64(score), rating)
        case .price: primary = product.price.tenThousandths
        case .priceDescending: primary = -product.price.tenThousandths
        case .rating: primary = rating
        case .name: text = FoldedText(product.name).string
        case .newest: primary = -(product.creationTime ?? 0)
        }
        self.init(primary: primary, text: text, secondary: secondary, id: product.id)
    }

    init(primary: Int64, text: String, secondary: Int64, id: String) {
        self.primary = primary
        self.text = text
        self.secondary = secondary
        self.id = id
    }

    static func < (left: SortKey, right: SortKey) -> Bool {
        (left.primary, left.text, left.secondary, left.id) < (right.primary, right.text, right.secondary, right.id)
    }
}
