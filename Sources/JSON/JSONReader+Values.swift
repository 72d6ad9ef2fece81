extension JSONReader {
    /// Reads a string.
    ///
    /// - Throws: `.wrongType` when another kind of value comes next, as do all readers of one kind.
    package mutating func readString() throws(JSONError) -> String {
        try reading(.string) { (scanner) throws(JSONError) in scanner.makeString(try scanner.scanString()) }
    }

    /// Reads a string as UTF-8, without its escapes: for content that is itself a document.
    package mutating func readStringBytes() throws(JSONError) -> [UInt8] {
        try reading(.string) { (scanner) throws(JSONError) in scanner.makeBytes(try scanner.scanString()) }
    }

    /// Reads a boolean.
    package mutating func readBool() throws(JSONError) -> Bool {
        try reading(.bool) { (scanner) throws(JSONError) in try scanner.makeBool() }
    }

    /// Reads a number to the letter.
    package mutating func readNumber() throws(JSONError) -> JSONNumber {
        try reading(.number) { (scanner) throws(JSONError) in try scanner.makeNumber() }
    }

    /// Reads a whole number, however it is written.
    ///
    /// - Throws: `.numberOutOfRange` when it has a fraction or an `Int` cannot hold it.
    package mutating func readInt() throws(JSONError) -> Int {
        try reading(.number) { (scanner) throws(JSONError) in
            let start = scanner.position
            guard let int = try scanner.makeNumber().int else { throw JSONError(.numberOutOfRange, at: start) }
            return int
        }
    }

    /// Reads a number as the nearest double.
    ///
    /// - Throws: `.numberOutOfRange` when it is beyond a double's range.
    package mutating func readDouble() throws(JSONError) -> Double {
        try reading(.number) { (scanner) throws(JSONError) in
            let start = scanner.position
            let double = try scanner.makeNumber().double
            guard double.isFinite else { throw JSONError(.numberOutOfRange, at: start) }
            return double
        }
    }

    /// Reads `null`.
    package mutating func readNull() throws(JSONError) {
        try reading(.null) { (scanner) throws(JSONError) in try scanner.scanLiteral("null") }
    }

    /// Reads `null` if it comes next, and returns whether it did.
    package mutating func readIfNull() throws(JSONError) -> Bool {
        let isNull = try scanningValue { (scanner, kind) throws(JSONError) in
            if kind == .null { try scanner.scanLiteral("null") }
            return kind == .null
        }
        if isNull { expectsValue = false }
        return isNull
    }

    /// Reads any value into a tree.
    package mutating func readValue() throws(JSONError) -> JSONValue {
        let depth = open.count
        let value = try scanningValue { (scanner, _) throws(JSONError) in try scanner.makeValue(depth: depth) }
        expectsValue = false
        return value
    }

    /// Skips any value and returns where it lies in the bytes. Checks all of it but duplicate keys.
    @discardableResult
    package mutating func skipValue() throws(JSONError) -> Range<Int> {
        let depth = open.count
        let range = try scanningValue { (scanner, _) throws(JSONError) in
            let start = scanner.position
            try scanner.skipValue(depth: depth)
            return start..<scanner.position
        }
        expectsValue = false
        return range
    }

    /// Reads a value of `kind`.
    @inline(__always)
    private mutating func reading<Result>(
        _ kind: JSONKind,
        _ body: (inout JSONScanner) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        let result = try scanningValue { (scanner, found) throws(JSONError) in
            guard found == kind else {
                throw JSONError(.wrongType(expected: kind, found: found), at: scanner.position)
            }
            return try body(&scanner)
        }
        expectsValue = false
        return result
    }
}
