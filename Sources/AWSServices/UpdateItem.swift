/// An update of one item, made if it does not exist, under a condition or none
/// (Amazon DynamoDB API Reference, "UpdateItem").
package struct UpdateItem: Sendable {
    /// The table's name.
    package var table: String
    /// The item's key attributes.
    package var key: Item
    /// The update expression, such as `ADD #count :one SET #end = if_not_exists(#end, :end)`.
    package var update: String
    /// The condition expression, evaluated before the update and atomically with it.
    package var condition: String?
    /// What the `#names` of the expressions stand for.
    package var names: [String: String]
    /// What the `:values` of the expressions stand for.
    package var values: Item
    /// What is returned.
    package var returnValues: ReturnValues
    /// Whether `AWSError.conditionalCheckFailed` carries the item as it is. It costs nothing.
    package var returnItemOnConditionFailure: Bool
    /// Whether doing the update twice is as good as once, so that it may be tried again after an answer that was lost.
    /// False for what counts (`ADD`), and for a condition that the update itself makes false.
    package var isIdempotent: Bool

    /// An update that is not idempotent unless said so.
    package init(
        table: String,
        key: Item,
        update: String,
        condition: String? = nil,
        names: [String: String] = [:],
        values: Item = [:],
        returnValues: ReturnValues = .none,
        returnItemOnConditionFailure: Bool = true,
        isIdempotent: Bool = false
    ) {
        self.table = table
        self.key = key
        self.update = update
        self.condition = condition
        self.names = names
        self.values = values
        self.returnValues = returnValues
        self.returnItemOnConditionFailure = returnItemOnConditionFailure
        self.isIdempotent = isIdempotent
    }
}
