import JSON

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
    /// Whether doing the update twice is as good as once, so that it may be tried again after an answer that was lost:
    /// a reset, a timeout after the request was sent, a 500, a damaged answer.
    ///
    /// True for a `SET` to a given value and for a `REMOVE`, whose condition they leave true. False for what counts: a
    /// second `ADD` counts one request twice, and where the first took the last place under a limit, the second is
    /// refused though its request was counted. Whatever this says, an update is tried again when it has certainly not
    /// run: it was not sent, or DynamoDB said that it did nothing.
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

extension UpdateItem {
    /// The request's body.
    var body: [UInt8] {
        DynamoDB.body { writer in
            writer.member("TableName", table)
            writer.key("Key")
            key.write(to: &writer)
            writer.member("UpdateExpression", update)
            writer.condition(condition, returnsItem: returnItemOnConditionFailure)
            writer.substitutions(names: names, values: values)
            writer.returnValues(returnValues)
        }
    }

    /// The attributes in an answer. Without any, an answer to `.allNew` is none: an item always has its key, and what
    /// reads a limit from the answer must not find that there is no limit.
    func attributes(in body: [UInt8]) throws(JSONError) -> Item? {
        let item = try DynamoDB.item("Attributes", in: body)
        guard item != nil || returnValues != .allNew else { throw JSONError(.unexpectedEnd, at: body.count) }
        return item
    }
}
