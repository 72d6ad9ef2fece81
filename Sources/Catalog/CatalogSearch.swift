/// A search over products in memory: filters, words, order, page. Pure, so that every store finds the same.
struct CatalogSearch {
    private struct Hit {
        let product: Product
        let key: SortKey
    }

    private let query: ProductQuery
    private let words: [[UInt8]]
    private let category: FoldedText?
    private let brand: FoldedText?

    init(_ query: ProductQuery) {
        self.query = query
        words = query.text.map { FoldedText($0).words } ?? []
        category = query.category.map(FoldedText.init)
        brand = query.brand.map(FoldedText.init)
    }

    /// The page that the query asks for.
    ///
    /// - Parameter isComplete: whether `products` is all there is.
    func page(of products: [SearchableProduct], isComplete: Bool) -> ProductPage {
        let order = query.sort ?? .relevance
        let hits = products.compactMap { candidate in
            score(candidate).map {
                Hit(product: candidate.product, key: SortKey(of: candidate.product, in: order, score: $0))
            }
        }
        let sorted = hits.sorted { $0.key < $1.key }
        var rest = sorted[...]
        if let end = query.cursor?.position { rest = rest.drop { $0.key <= end } }
        let page = rest.prefix(query.limit)
        let last = page.endIndex < sorted.endIndex ? page.last : nil
        return ProductPage(
            products: page.map(\.product),
            total: hits.count,
            nextCursor: last.map { ProductCursor(position: $0.key).text(for: query.arguments) },
            suggestions: [],
            isComplete: isComplete
        )
    }

    /// How many products it finds.
    func count(in products: [SearchableProduct]) -> Int {
        products.count { score($0) != nil }
    }

    /// How well a product matches; nil when it does not.
    private func score(_ candidate: SearchableProduct) -> Int? {
        let product = candidate.product
        if let category, candidate.category != category { return nil }
        if let brand, candidate.brand != brand { return nil }
        if let minPrice = query.minPrice, product.price < minPrice { return nil }
        if let maxPrice = query.maxPrice, product.price > maxPrice { return nil }
        if let availability = query.availability, product.availability != availability { return nil }
        if let minRating = query.minRating {
            guard let rating = product.rating, rating >= minRating else { return nil }
        }
        return candidate.score(of: words)
    }
}
