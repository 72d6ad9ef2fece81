package import JSON

/// What is searched for: every filter that is given must hold.
package struct ProductQuery: Sendable, Equatable {
    /// How many products a page may have.
    package static let limits = 1...100
    /// How many products a page has unless told otherwise.
    package static let defaultLimit = 20

    /// Words that must all occur in the product: each at the beginning of a word of its name, description, brand,
    /// category or specifications, without regard to case and accents.
    package var text: String?
    /// Without regard to case and accents.
    package var category: String?
    /// Without regard to case and accents.
    package var brand: String?
    /// The least price, in units of the product's own currency.
    package var minPrice: ExactDecimal?
    /// The highest price, in units of the product's own currency.
    package var maxPrice: ExactDecimal?
    /// Whether it can be had.
    package var availability: Availability?
    /// The least rating; products without one don't have it.
    package var minRating: ExactDecimal?
    /// The order; nil is `relevance`.
    package var sort: ProductSort?
    /// How many products a page has at most, from 1 to 100.
    package var limit = ProductQuery.defaultLimit
    /// The end of the page before; nil for the first.
    package var cursor: ProductCursor?

    /// Everything there is, from the first page.
    package init() {}

    /// Filters and order as arguments that make this very search; page size and cursor are left out, since they don't
    /// change what is found.
    package var arguments: JSONObject {
        var arguments: JSONObject = [:]
        arguments[Field.text.rawValue] = text.map { .string($0) }
        arguments[Field.category.rawValue] = category.map { .string($0) }
        arguments[Field.brand.rawValue] = brand.map { .string($0) }
        arguments[Field.minPrice.rawValue] = minPrice?.json
        arguments[Field.maxPrice.rawValue] = maxPrice?.json
        arguments[Field.availability.rawValue] = availability.map { .string($0.rawValue) }
        arguments[Field.minRating.rawValue] = minRating?.json
        arguments[Field.sort.rawValue] = sort.map { .string($0.rawValue) }
        return arguments
    }

    /// The names of a query's parts, in REST and in MCP alike.
    enum Field: String, CaseIterable {
        case text = "q"
        case category, brand, minPrice, maxPrice, availability, minRating, sort, limit, cursor
    }
}
