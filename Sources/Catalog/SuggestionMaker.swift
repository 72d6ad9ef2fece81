import JSON

/// Finds, for a search that found nothing, searches that do: first what may have been misspelt, then what can be left
/// out, in the end what there is at all.
struct SuggestionMaker {
    private static let limit = 5

    private let query: ProductQuery
    private let products: [SearchableProduct]

    /// - Parameter products: the whole catalogue, or as much of it as is read for one search.
    init(_ query: ProductQuery, in products: [SearchableProduct]) {
        var query = query
        query.cursor = nil
        self.query = query
        self.products = products
    }

    /// The suggestions, the likeliest first; none only when there are no products.
    func suggestions() -> [Suggestion] {
        var found: [Suggestion] = []
        func add(_ more: [Suggestion]) {
            for suggestion in more where !found.contains(where: { $0.query == suggestion.query }) {
                found.append(suggestion)
            }
        }
        add(otherNames(query.category, \.category, of: "category", in: products.map(\.product.category)))
        add(otherNames(query.brand, \.brand, of: "brand", in: products.map(\.product.brand)))
        add(otherWords())
        add(fewerFilters())
        if found.isEmpty { add(largestCategories()) }
        return Array(found.prefix(Self.limit))
    }

    /// Categories or brands that there are, near one that there is not.
    private func otherNames(
        _ name: String?,
        _ part: WritableKeyPath<ProductQuery, String?>,
        of kind: String,
        in names: [String]
    ) -> [Suggestion] {
        guard let name else { return [] }
        let folded = FoldedText(name)
        let existing = Set(names)
        guard !existing.contains(where: { FoldedText($0) == folded }) else { return [] }
        return Nearest.names(to: name, among: existing).compactMap { near in
            let message = "There is no \(kind) \"\(name)\". Did you mean \"\(near)\"?"
            var corrected = query
            corrected[keyPath: part] = near
            var alone = ProductQuery()
            alone[keyPath: part] = near
            return suggestion(message, corrected) ?? suggestion(message, alone)
        }
    }

    /// The words, those that no product has replaced by near ones that some have.
    private func otherWords() -> [Suggestion] {
        guard let text = query.text else { return [] }
        let vocabulary = Set(products.flatMap(\.vocabulary))
        let words = FoldedText(text).words
        let corrected = words.map { word in
            vocabulary.contains { $0.starts(with: word) } ? word : Nearest.word(to: word, among: vocabulary) ?? word
        }
        guard corrected != words else { return [] }
        let respelt = corrected.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        var other = query
        other.text = respelt
        var alone = ProductQuery()
        alone.text = respelt
        let message = "Did you mean \"\(respelt)\"?"
        return [suggestion(message, other) ?? suggestion(message, alone)].compactMap(\.self)
    }

    /// The search without one of its filters.
    private func fewerFilters() -> [Suggestion] {
        var relaxed: [Suggestion?] = []
        func relax(_ isGiven: Bool, _ description: String, _ change: (inout ProductQuery) -> Void) {
            guard isGiven else { return }
            var other = query
            change(&other)
            guard !other.arguments.filter({ $0.key != ProductQuery.Field.sort.rawValue }).isEmpty else { return }
            relaxed.append(suggestion("Without \(description) there are products.", other))
        }
        relax(query.maxPrice != nil, "maxPrice") { $0.maxPrice = nil }
        relax(query.minPrice != nil, "minPrice") { $0.minPrice = nil }
        relax(query.availability != nil, "availability") { $0.availability = nil }
        relax(query.minRating != nil, "minRating") { $0.minRating = nil }
        relax(query.brand != nil, "brand") { $0.brand = nil }
        relax(query.category != nil, "category") { $0.category = nil }
        relax(query.text != nil, "q") { $0.text = nil }
        return relaxed.compactMap(\.self)
    }

    /// What there is, when nothing of what was asked for leads anywhere.
    private func largestCategories() -> [Suggestion] {
        let sizes = Dictionary(products.map { ($0.product.category, 1) }, uniquingKeysWith: +)
        return sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.limit).compactMap { category in
            var other = ProductQuery()
            other.category = category.key
            return suggestion("There are products in the category \"\(category.key)\".", other)
        }
    }

    /// The suggestion of a search; nil when it finds nothing either.
    private func suggestion(_ message: String, _ other: ProductQuery) -> Suggestion? {
        let total = CatalogSearch(other).count(in: products)
        return total > 0 ? Suggestion(message: message, query: other.arguments, total: total) : nil
    }
}
