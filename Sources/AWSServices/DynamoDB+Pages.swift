import JSON

extension DynamoDB {
    /// A page of a query; with the last page's `nextKey` as the query's `startKey`, the next.
    package func query(_ query: Query) async throws(AWSError) -> Page {
        let body = Self.body { writer in
            writer.member("TableName", query.table)
            if let index = query.index { writer.member("IndexName", index) }
            writer.member("KeyConditionExpression", query.keyCondition)
            if let filter = query.filter { writer.member("FilterExpression", filter) }
            writer.projection(query.projection, names: query.names)
            writer.values(query.values)
            if let limit = query.limit { writer.member("Limit", limit) }
            if !query.scanForward { writer.member("ScanIndexForward", false) }
            if query.consistent { writer.member("ConsistentRead", true) }
            writer.startKey(query.startKey)
        }
        return try await client.call("Query", body, isIdempotent: true, reading: Self.page)
    }

    /// A page of a scan; with the last page's `nextKey` as the scan's `startKey`, the next.
    package func scan(_ scan: Scan) async throws(AWSError) -> Page {
        let body = Self.body { writer in
            writer.member("TableName", scan.table)
            if let index = scan.index { writer.member("IndexName", index) }
            if let filter = scan.filter { writer.member("FilterExpression", filter) }
            writer.projection(scan.projection, names: scan.names)
            writer.values(scan.values)
            if let limit = scan.limit { writer.member("Limit", limit) }
            writer.startKey(scan.startKey)
        }
        return try await client.call("Scan", body, isIdempotent: true, reading: Self.page)
    }

    private static func page(_ body: [UInt8]) throws(JSONError) -> Page {
        var items: [Item] = []
        var nextKey: Item?
        try JSONReader.readAnswer(body) { (reader, member) throws(JSONError) in
            switch member {
            case "Items": items = try reader.readArray { (reader) throws(JSONError) in try Item(reading: &reader) }
            case "LastEvaluatedKey": nextKey = try reader.readIfNull() ? nil : Item(reading: &reader)
            default: try reader.skipValue()
            }
        }
        return Page(items: items, nextKey: nextKey)
    }
}
