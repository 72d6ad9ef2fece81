/// Whether a product can be had.
package enum Availability: String, Sendable, Hashable, CaseIterable {
    case inStock = "in-stock"
    case limited
    case outOfStock = "out-of-stock"
}
