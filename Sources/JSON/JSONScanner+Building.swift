extension JSONScanner {
    /// Reads one value of any kind into a tree, checking all of it.
    ///
    /// - Parameter depth: how many containers are open around it. Recursion ends at `JSONLimits.maxDepth`.
    mutating func makeValue(depth: Int) throws(JSONError) -> JSONValue {
        switch try peekKind() {
        case .object: return .object(try makeObject(depth: depth))
        case .array: return .array(try makeArray(depth: depth))
        case .string: return .string(makeString(try scanString()))
        case .number: return .number(try makeNumber())
        case .bool: return .bool(try makeBool())
        case .null:
            try scanLiteral("null")
            return .null
        }
    }

    /// Reads a number, whose first byte has been seen.
    mutating func makeNumber() throws(JSONError) -> JSONNumber {
        let start = position
        try scanNumber()
        return JSONNumber(
            validated: makeString(JSONStringSpan(start: start, end: position, hasEscapes: false, isASCII: true))
        )
    }

    /// Reads `true` or `false`, whose first byte has been seen.
    mutating func makeBool() throws(JSONError) -> Bool {
        let isTrue = raw[position] == ASCII.lowerT
        try scanLiteral(isTrue ? "true" : "false")
        return isTrue
    }

    private mutating func makeArray(depth: Int) throws(JSONError) -> [JSONValue] {
        guard depth < limits.maxDepth else { throw tooDeep }
        position &+= 1
        var elements: [JSONValue] = []
        guard try peekByte() != ASCII.closeBracket else {
            position &+= 1
            return elements
        }
        while true {
            elements.append(try makeValue(depth: depth &+ 1))
            guard try readsComma(before: ASCII.closeBracket) else { return elements }
        }
    }

    private mutating func makeObject(depth: Int) throws(JSONError) -> JSONObject {
        guard depth < limits.maxDepth else { throw tooDeep }
        position &+= 1
        var object = JSONObject()
        guard try peekByte() != ASCII.closeBrace else {
            position &+= 1
            return object
        }
        while true {
            _ = try peekByte()
            let keyStart = position
            let key = makeString(try scanKey())
            let value = try makeValue(depth: depth &+ 1)
            if !object.insert(key, value) {
                guard limits.duplicateKeys == .lastWins else { throw JSONError(.duplicateKey, at: keyStart) }
                object[key] = value
            }
            guard try readsComma(before: ASCII.closeBrace) else { return object }
        }
    }

    /// Reads a comma (true) or `closing` (false).
    @inline(__always)
    private mutating func readsComma(before closing: UInt8) throws(JSONError) -> Bool {
        let byte = try peekByte()
        guard byte == ASCII.comma || byte == closing else { throw JSONError(.unexpectedByte, at: position) }
        position &+= 1
        return byte == ASCII.comma
    }
}
