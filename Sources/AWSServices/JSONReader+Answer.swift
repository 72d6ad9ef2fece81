import JSON

extension JSONReader {
    /// Reads an answer's object: `readMember` is told each member's name, and reads or skips its value.
    ///
    /// Throws for a document that names an error, whatever status it came with: taken for an answer, it would say that
    /// there is no item.
    static func readAnswer(
        _ body: [UInt8],
        _ readMember: (inout JSONReader, String) throws(JSONError) -> Void
    ) throws(JSONError) {
        // The service does not repeat names, so looking for repeats is not worth its time on every item.
        var reader = JSONReader(body, limits: JSONLimits(duplicateKeys: .lastWins))
        try reader.beginObject()
        while let name = try reader.nextKey() {
            guard name != "__type" else { throw JSONError(.unexpectedByte, at: reader.position) }
            try readMember(&reader, name)
        }
        try reader.finish()
    }
}
