/// A query of a table or an index for the items of one partition (Amazon DynamoDB API Reference, "Query").
package struct Query: Sendable {
    /// The table's name.
    package var table: String
    /// The index to read instead of the table; a global one is eventually consistent.
    package var index: String?
    /// The key condition expression, such as `#team = :team AND begins_with(#sort, :prefix)`.
    package var keyCondition: String
    /// The filter expression. It is applied after reading: what it leaves out is paid for and counts for `limit`.
    package var filter: String?
    /// What the `#names` of the expressions stand for.
    package var names: [String: String]
    /// What the `:values` of the expressions stand for.
    package var values: Item
    /// The top-level attributes to return, reserved words included; empty for all.
    package var projection: [String]
    /// The most items to read for a page; nil reads up to 1 MB.
    package var limit: Int?
    /// Whether sort keys ascend.
    package var scanForward: Bool
    /// Whether every write that was answered before is seen; never with a global index.
    package var consistent: Bool
    /// Where to go on: the last page's `nextKey`.
    package var startKey: Item?

    /// A query of a table, ascending, of its first page.
    package init(
        table: String,
        index: String? = nil,
        keyCondition: String,
        filter: String? = nil,
        names: [String: String] = [:],
        values: Item = [:],
        projection: [String] = [],
        limit: Int? = nil,
        scanForward: Bool = true,
        consistent: Bool = false,
        startKey: Item? = nil
    ) {
        self.table = table
        self.index = index
        self.keyCondition = keyCondition
        self.filter = filter
        self.names = names
        self.values = values
        self.projection = projection
        self.limit = limit
        self.scanForward = scanForward
        self.consistent = consistent
        self.startKey = startKey
    }
}
