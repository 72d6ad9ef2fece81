/// A page of a query or a scan.
package struct Page: Sendable, Equatable {
    /// The items that were found; there may be none though pages follow.
    package let items: [Item]
    /// Where the next page starts (`LastEvaluatedKey`); nil when this was the last.
    package let nextKey: Item?

    /// A page, by default the last.
    package init(items: [Item], nextKey: Item? = nil) {
        self.items = items
        self.nextKey = nextKey
    }
}
