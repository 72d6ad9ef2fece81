package import AWSSigning
package import HTTPClient
import JSON
package import POSIX

/// The DynamoDB operations this product uses (Amazon DynamoDB API Reference, 2012-08-10).
///
/// Reads, and writes without a condition that return nothing, are tried again after a lost answer; other writes only
/// when they have certainly not run, since the second time the condition may fail or the count be wrong. `UpdateItem`
/// says of itself which it is.
package struct DynamoDB: Sendable {
    let client: AWSClient

    /// - Parameter client: a client of `AWSService.dynamoDB`.
    package init(client: AWSClient) {
        self.client = client
    }

    /// DynamoDB in a region. Opens nothing.
    ///
    /// - Parameter environment: read for the endpoint only.
    package init(
        region: String,
        environment: Environment,
        credentials: some CredentialProvider,
        httpClient: HTTPClient,
        timeouts: Timeouts = AWSClient.defaultTimeouts,
        retry: RetryPolicy = RetryPolicy()
    ) {
        self.init(
            client: AWSClient(
                service: .dynamoDB,
                region: region,
                environment: environment,
                credentials: credentials,
                httpClient: httpClient,
                timeouts: timeouts,
                retry: retry
            )
        )
    }

    /// The item with this key; nil when there is none.
    ///
    /// - Parameters:
    ///   - consistent: whether every write that was answered before is seen, at twice the price.
    ///   - projection: the top-level attributes to return, reserved words included; empty for all.
    package func getItem(
        table: String,
        key: Item,
        consistent: Bool = false,
        projection: [String] = []
    ) async throws(AWSError) -> Item? {
        let body = Self.body { writer in
            writer.member("TableName", table)
            writer.key("Key")
            key.write(to: &writer)
            if consistent { writer.member("ConsistentRead", true) }
            writer.projection(projection, names: [:])
        }
        return try await client.call("GetItem", body, isIdempotent: true) { (body) throws(JSONError) in
            try Self.item("Item", in: body)
        }
    }

    /// Puts an item, in place of one with the same key. Returns the item it replaced when asked to with `.allOld`.
    ///
    /// - Parameters:
    ///   - condition: an expression that the present item, or its absence, must meet.
    ///   - names: what the condition's `#names` stand for.
    ///   - values: what the condition's `:values` stand for.
    ///   - returnItemOnConditionFailure: whether `AWSError.conditionalCheckFailed` carries the item as it is.
    @discardableResult
    package func putItem(
        table: String,
        item: Item,
        condition: String? = nil,
        names: [String: String] = [:],
        values: Item = [:],
        returnValues: ReturnValues = .none,
        returnItemOnConditionFailure: Bool = true
    ) async throws(AWSError) -> Item? {
        let body = Self.body { writer in
            writer.member("TableName", table)
            writer.key("Item")
            item.write(to: &writer)
            writer.condition(condition, returnsItem: returnItemOnConditionFailure)
            writer.substitutions(names: names, values: values)
            writer.returnValues(returnValues)
        }
        let isIdempotent = condition == nil && returnValues == .none
        return try await client.call("PutItem", body, isIdempotent: isIdempotent) { (body) throws(JSONError) in
            try Self.item("Attributes", in: body)
        }
    }

    /// Updates an item and returns the attributes that `returnValues` asks for; nil when there are none, which cannot be
    /// with `.allNew`.
    @discardableResult
    package func updateItem(_ update: UpdateItem) async throws(AWSError) -> Item? {
        try await client.call("UpdateItem", update.body, isIdempotent: update.isIdempotent) {
            (body) throws(JSONError) in
            try update.attributes(in: body)
        }
    }

    /// Deletes the item with this key, if there is one. Returns it when asked to with `.allOld`.
    ///
    /// - Parameters:
    ///   - condition: an expression that the present item, or its absence, must meet.
    ///   - names: what the condition's `#names` stand for.
    ///   - values: what the condition's `:values` stand for.
    ///   - returnItemOnConditionFailure: whether `AWSError.conditionalCheckFailed` carries the item as it is.
    @discardableResult
    package func deleteItem(
        table: String,
        key: Item,
        condition: String? = nil,
        names: [String: String] = [:],
        values: Item = [:],
        returnValues: ReturnValues = .none,
        returnItemOnConditionFailure: Bool = true
    ) async throws(AWSError) -> Item? {
        let body = Self.body { writer in
            writer.member("TableName", table)
            writer.key("Key")
            key.write(to: &writer)
            writer.condition(condition, returnsItem: returnItemOnConditionFailure)
            writer.substitutions(names: names, values: values)
            writer.returnValues(returnValues)
        }
        let isIdempotent = condition == nil && returnValues == .none
        return try await client.call("DeleteItem", body, isIdempotent: isIdempotent) { (body) throws(JSONError) in
            try Self.item("Attributes", in: body)
        }
    }
}
