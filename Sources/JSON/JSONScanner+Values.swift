extension JSONScanner {
    /// Reads one value of any kind, checking all of it but duplicate keys, without recursion.
    ///
    /// - Parameter depth: how many containers are open around it.
    mutating func skipValue(depth: Int) throws(JSONError) {
        var open = OpenContainers()
        repeat {
            switch try peekKind() {
            case .object:
                guard depth &+ open.count < limits.maxDepth else { throw tooDeep }
                position &+= 1
                if try peekByte() == ASCII.closeBrace {
                    position &+= 1
                } else {
                    open.push(isObject: true)
                    _ = try scanKey()
                    continue
                }
            case .array:
                guard depth &+ open.count < limits.maxDepth else { throw tooDeep }
                position &+= 1
                if try peekByte() == ASCII.closeBracket {
                    position &+= 1
                } else {
                    open.push(isObject: false)
                    continue
                }
            case .string: _ = try scanString()
            case .number: try scanNumber()
            case .bool: try scanLiteral(raw[position] == ASCII.lowerT ? "true" : "false")
            case .null: try scanLiteral("null")
            }
            try skipEnds(&open)
        } while open.count > 0
    }

    /// Reads a member's name and the colon after it, skipping white space before each.
    mutating func scanKey() throws(JSONError) -> JSONStringSpan {
        guard try peekByte() == ASCII.quote else { throw JSONError(.unexpectedByte, at: position) }
        let span = try scanString()
        try expect(ASCII.colon)
        return span
    }

    /// After a value: closes what ends here, then reads the comma, and in an object the name, before the next value.
    private mutating func skipEnds(_ open: inout OpenContainers) throws(JSONError) {
        while open.count > 0 {
            let byte = try peekByte()
            if byte == ASCII.comma {
                position &+= 1
                if open.isObject { _ = try scanKey() }
                return
            }
            guard byte == (open.isObject ? ASCII.closeBrace : ASCII.closeBracket) else {
                throw JSONError(.unexpectedByte, at: position)
            }
            position &+= 1
            open.pop()
        }
    }
}
