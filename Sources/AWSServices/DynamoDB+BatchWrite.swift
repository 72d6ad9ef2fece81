import JSON

extension DynamoDB {
    /// What one BatchWriteItem call takes.
    private static let batchLimit = 25
    /// How often in a row a batch may come back with something left.
    private static let maxRounds = 8

    /// Puts and deletes items of one table, 25 a call; what the service leaves undone is sent again after a pause that
    /// doubles. Not atomic: an error leaves some of the writes done.
    ///
    /// Throws `throttled` when a batch is not done after eight rounds, and `validation` (DynamoDB's own rule) when two
    /// writes of 25 name the same key.
    package func batchWrite(table: String, _ writes: [WriteRequest]) async throws(AWSError) {
        for start in stride(from: 0, to: writes.count, by: Self.batchLimit) {
            try await drain(table: table, Array(writes[start..<min(start + Self.batchLimit, writes.count)]))
        }
    }

    private func drain(table: String, _ batch: [WriteRequest]) async throws(AWSError) {
        var remaining = batch
        for round in 1...Self.maxRounds {
            let body = Self.body { writer in Self.write(remaining, table: table, to: &writer) }
            remaining = try await client.call("BatchWriteItem", body, isIdempotent: true) { (body) throws(JSONError) in
                try Self.unprocessed(body, table: table)
            }
            if remaining.isEmpty { return }
            guard round < Self.maxRounds else { break }
            try await client.pause(client.retry.delay(afterAttempts: round))
        }
        throw .throttled
    }

    private static func write(_ writes: [WriteRequest], table: String, to writer: inout JSONWriter) {
        writer.key("RequestItems")
        writer.beginObject()
        writer.key(table)
        writer.beginArray()
        for write in writes {
            let (operation, part, item) =
                switch write {
                case .put(let item): ("PutRequest", "Item", item)
                case .delete(let key): ("DeleteRequest", "Key", key)
                }
            writer.beginObject()
            writer.key(operation)
            writer.beginObject()
            writer.key(part)
            item.write(to: &writer)
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    private static func unprocessed(_ body: [UInt8], table: String) throws(JSONError) -> [WriteRequest] {
        var writes: [WriteRequest] = []
        try JSONReader.readAnswer(body) { (reader, member) throws(JSONError) in
            guard member == "UnprocessedItems" else {
                try reader.skipValue()
                return
            }
            try reader.beginObject()
            while let name = try reader.nextKey() {
                // We wrote to one table: anything else in the answer is not an answer to us.
                guard name == table else { throw JSONError(.unexpectedByte, at: reader.position) }
                writes += try reader.readArray { (reader) throws(JSONError) in try writeRequest(&reader) }
            }
        }
        return writes
    }

    private static func writeRequest(_ reader: inout JSONReader) throws(JSONError) -> WriteRequest {
        var write: WriteRequest?
        try reader.beginObject()
        while let operation = try reader.nextKey() {
            try reader.beginObject()
            while let part = try reader.nextKey() {
                switch (operation, part) {
                case ("PutRequest", "Item"): write = .put(try Item(reading: &reader))
                case ("DeleteRequest", "Key"): write = .delete(key: try Item(reading: &reader))
                default: try reader.skipValue()
                }
            }
        }
        guard let write else { throw JSONError(.unexpectedByte, at: reader.position) }
        return write
    }
}
