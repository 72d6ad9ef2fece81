/// The orders in which products can be had. Products that are alike in it come by id, so that every order is total.
package enum ProductSort: String, Sendable, Hashable, CaseIterable {
    /// The best match of the words first, the better rated of two; without words by rating.
    case relevance
    /// The cheapest first.
    case price
    /// The dearest first.
    case priceDescending = "-price"
    /// The best rated first.
    case rating
    /// By name, without regard to case and accents.
    case name
    /// The latest to join the catalogue first.
    case newest
}
