package import AWSServices

/// What the store asks of DynamoDB.
package protocol ProductTable: Sendable {
    /// A page of an index.
    func query(_ query: Query) async throws(AWSError) -> Page
    /// A page of the table.
    func scan(_ scan: Scan) async throws(AWSError) -> Page
    /// One item by its key.
    func item(table: String, key: Item) async throws(AWSError) -> Item?
}

extension DynamoDB: ProductTable {
    /// Reads an item, eventually consistent: half the price, and a catalogue can wait a second.
    package func item(table: String, key: Item) async throws(AWSError) -> Item? {
        try await getItem(table: table, key: key)
    }
}
