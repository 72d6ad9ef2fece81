/// Where products are kept, with the operations that the product's walk needs.
package protocol ProductStore: Sendable {
    /// The page of products that a query asks for, with suggestions when it finds nothing.
    func search(_ query: ProductQuery) async throws(ProductStoreError) -> ProductPage

    /// One product; nil when there is none with this id.
    func product(id: String) async throws(ProductStoreError) -> Product?
}

/// The store could not answer. `description` is for the operator's log; it shows nothing of the request.
package enum ProductStoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The table does not exist: a deployment or configuration fault.
    case missingTable(name: String)
    /// The function's role may not use the table.
    case accessDenied(table: String)
    /// Throttled, unreachable or failing; may pass.
    case unavailable(reason: String)

    /// What is wrong, and where an operator sets it right.
    package var description: String {
        switch self {
        case .missingTable(let name): "the table \(name) does not exist (see PRODUCT_CATALOG_TABLE_NAME)"
        case .accessDenied(let table): "access to the table \(table) is denied (see the function's role)"
        case .unavailable(let reason): "the product catalogue is unavailable: \(reason)"
        }
    }
}
