import AWSServices

/// Products in the `ai-gateway-{env}-product-catalog` table.
///
/// The key condition of an index does what it can; the other filters, the words and the order are applied in memory.
/// The indexes project every attribute. A search reads ten pages of 1 MB at most, some ten thousand products, and says
/// so when that was not all.
package struct DynamoDBProductStore: ProductStore {
    private static let pageLimit = 10
    /// DynamoDB's own limit for the partition key of a table, in bytes.
    private static let maxIDBytes = 2_048

    private let table: String
    private let database: any ProductTable
    private let unreadableItem: @Sendable (ProductError) -> Void

    /// - Parameters:
    ///   - table: the table's name, from `PRODUCT_CATALOG_TABLE_NAME`.
    ///   - unreadableItem: is told when an item is no product; the others are found all the same.
    package init(
        table: String,
        database: some ProductTable,
        unreadableItem: @escaping @Sendable (ProductError) -> Void
    ) {
        self.table = table
        self.database = database
        self.unreadableItem = unreadableItem
    }

    /// Finds products; see `ProductStore`.
    package func search(_ query: ProductQuery) async throws(ProductStoreError) -> ProductPage {
        let access = ProductAccess(for: query)
        var (products, isComplete) = try await products(by: access)
        var page = CatalogSearch(query).page(of: products, isComplete: isComplete)
        guard page.total == 0 else { return page }
        if access != .everything {
            // Another spelling of the category or the brand, which the index does not know; else what else there is.
            (products, isComplete) = try await self.products(by: .everything)
            page = CatalogSearch(query).page(of: products, isComplete: isComplete)
        }
        return page.total == 0 ? page.with(SuggestionMaker(query, in: products).suggestions()) : page
    }

    /// Reads one product; an id that no table can have is not asked for.
    package func product(id: String) async throws(ProductStoreError) -> Product? {
        guard (1...Self.maxIDBytes).contains(id.utf8.count) else { return nil }
        do throws(AWSError) {
            return try await database.item(table: table, key: ["productId": .s(id)]).flatMap(readable)
        } catch {
            throw storeError(error)
        }
    }

    private func products(
        by access: ProductAccess
    ) async throws(ProductStoreError) -> ([SearchableProduct], isComplete: Bool) {
        var products: [SearchableProduct] = []
        var startKey: Item?
        for _ in 0..<Self.pageLimit {
            let page = try await page(by: access, startKey: startKey)
            products.append(contentsOf: page.items.compactMap(readable).map(SearchableProduct.init))
            startKey = page.nextKey
            if startKey == nil { return (products, true) }
        }
        return (products, false)
    }

    private func page(by access: ProductAccess, startKey: Item?) async throws(ProductStoreError) -> Page {
        do throws(AWSError) {
            if let query = access.indexQuery(table: table, startKey: startKey) {
                return try await database.query(query)
            }
            return try await database.scan(Scan(table: table, startKey: startKey))
        } catch {
            throw storeError(error)
        }
    }

    private func readable(_ item: Item) -> Product? {
        do throws(ProductError) {
            return try Product(item: item)
        } catch {
            unreadableItem(error)
            return nil
        }
    }

    private func storeError(_ error: AWSError) -> ProductStoreError {
        switch error {
        case .resourceNotFound: .missingTable(name: table)
        case .accessDenied: .accessDenied(table: table)
        case .conditionalCheckFailed, .throttled, .validation, .configuration, .service, .credentials, .transport,
            .malformedResponse, .checksumMismatch:
            .unavailable(reason: error.description)
        }
    }
}
