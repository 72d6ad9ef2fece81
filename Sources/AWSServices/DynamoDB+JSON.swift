import JSON

extension DynamoDB {
    /// A request's body: the object whose members `writeMembers` writes.
    static func body(_ writeMembers: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: 1_024)
        writer.beginObject()
        writeMembers(&writer)
        writer.endObject()
        return writer.bytes
    }

    /// The item under `name` in an answer; nil when it is not there, null or without attributes.
    static func item(_ name: String, in body: [UInt8]) throws(JSONError) -> Item? {
        var item: Item?
        try JSONReader.readAnswer(body) { (reader, member) throws(JSONError) in
            if member == name, try !reader.readIfNull() {
                item = try Item(reading: &reader)
            } else if member != name {
                try reader.skipValue()
            }
        }
        return item.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Members that several requests have.
extension JSONWriter {
    mutating func condition(_ condition: String?, returnsItem: Bool) {
        guard let condition else { return }
        member("ConditionExpression", condition)
        if returnsItem { member("ReturnValuesOnConditionCheckFailure", ReturnValues.allOld.rawValue) }
    }

    mutating func substitutions(names: [String: String], values: Item) {
        self.names(names)
        self.values(values)
    }

    /// A projection of top-level attributes. Each gets a substitute, since over 500 words are reserved in expressions.
    mutating func projection(_ attributes: [String], names: [String: String]) {
        guard !attributes.isEmpty else { return self.names(names) }
        var names = names
        for (index, attribute) in attributes.enumerated() { names["#projected\(index)"] = attribute }
        member("ProjectionExpression", attributes.indices.map { "#projected\($0)" }.joined(separator: ", "))
        self.names(names)
    }

    mutating func values(_ values: Item) {
        guard !values.isEmpty else { return }
        key("ExpressionAttributeValues")
        values.write(to: &self)
    }

    mutating func returnValues(_ returnValues: ReturnValues) {
        if returnValues != .none { member("ReturnValues", returnValues.rawValue) }
    }

    mutating func startKey(_ startKey: Item?) {
        guard let startKey else { return }
        key("ExclusiveStartKey")
        startKey.write(to: &self)
    }

    private mutating func names(_ names: [String: String]) {
        guard !names.isEmpty else { return }
        key("ExpressionAttributeNames")
        beginObject()
        for (substitute, name) in names.sorted(by: { $0.key < $1.key }) { member(substitute, name) }
        endObject()
    }
}
