/// A reading of a whole table or index, page by page (Amazon DynamoDB API Reference, "Scan").
package struct Scan: Sendable {
    /// The table's name.
    package var table: String
    /// The index to read instead of the table.
    package var index: String?
    /// The filter expression. It is applied after reading: what it leaves out is paid for and counts for `limit`.
    package var filter: String?
    /// What the `#names` of the filter stand for.
    package var names: [String: String]
    /// What the `:values` of the filter stand for.
    package var values: Item
    /// The top-level attributes to return, reserved words included; empty for all.
    package var projection: [String]
    /// The most items to read for a page; nil reads up to 1 MB.
    package var limit: Int?
    /// Where to go on: the last page's `nextKey`.
    package var startKey: Item?

    /// A scan of a table's first page.
    package init(
        table: String,
        index: String? = nil,
        filter: String? = nil,
        names: [String: String] = [:],
        values: Item = [:],
        projection: [String] = [],
        limit: Int? = nil,
        startKey: Item? = nil
    ) {
        self.table = table
        self.index = index
        self.filter = filter
        self.names = names
        self.values = values
        self.projection = projection
        self.limit = limit
        self.startKey = startKey
    }
}
