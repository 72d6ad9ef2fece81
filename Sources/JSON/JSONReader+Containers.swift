extension JSONReader {
    /// Enters an object; `nextKey` then leads from member to member.
    package mutating func beginObject() throws(JSONError) { try begin(.object) }

    /// Enters an array; `nextElement` then leads from element to element.
    package mutating func beginArray() throws(JSONError) { try begin(.array) }

    /// The name of the next member, whose value must be read or skipped next; `nil` when the object has ended, which
    /// has then been read.
    ///
    /// - Throws: `.duplicateKey` for a name that this object has had, unless the limits say that the last one wins:
    ///   then names come as they stand.
    package mutating func nextKey() throws(JSONError) -> String? {
        let next = try readingNext(inObject: true) { (scanner) throws(JSONError) in
            let start = scanner.position
            return (key: scanner.makeString(try scanner.scanKey()), start: start)
        }
        guard let next else {
            if limits.duplicateKeys == .refuse { names.end() }
            return nil
        }
        if limits.duplicateKeys == .refuse, !names.insert(next.key) {
            throw JSONError(.duplicateKey, at: next.start)
        }
        return next.key
    }

    /// The name of the next member whose name is one of `keys`. Its value must be read or skipped next; `nil` when the
    /// object has ended, which has then been read. The members before it are skipped as `skipValue` does.
    ///
    /// - Throws: as `nextKey` and `skipValue` do.
    package mutating func nextKey(of keys: JSONKeys) throws(JSONError) -> String? {
        if limits.duplicateKeys == .refuse {
            while let key = try nextKey() {
                if keys.contains(key) { return key }
                try skipValue()
            }
            return nil
        }
        let depth = open.count
        while true {
            let next = try readingNext(inObject: true) { (scanner) throws(JSONError) in
                let key = keys.name(of: try scanner.scanKey(), in: scanner)
                if key == nil { try scanner.skipValue(depth: depth) }
                return key
            }
            guard let next else { return nil }
            if let key = next { return key }
            expectsValue = false
        }
    }

    /// Whether there is a next element, which must be read or skipped next; `false` when the array has ended, which has
    /// then been read.
    package mutating func nextElement() throws(JSONError) -> Bool {
        try readingNext(inObject: false) { (_) throws(JSONError) in } != nil
    }

    private mutating func begin(_ kind: JSONKind) throws(JSONError) {
        let depth = open.count
        try scanningValue { (scanner, found) throws(JSONError) in
            guard found == kind else {
                throw JSONError(.wrongType(expected: kind, found: found), at: scanner.position)
            }
            guard depth < scanner.limits.maxDepth else { throw scanner.tooDeep }
            scanner.position &+= 1
        }
        open.push(isObject: kind == .object)
        if kind == .object, limits.duplicateKeys == .refuse { names.begin() }
        isFirst = true
        expectsValue = false
    }

    /// Runs `body` where the next member or element of the innermost container starts; leaves the container and returns
    /// `nil` when it has ended.
    @inline(__always)
    private mutating func readingNext<Result>(
        inObject isObject: Bool,
        _ body: (inout JSONScanner) throws(JSONError) -> Result
    ) throws(JSONError) -> Result? {
        guard open.count > 0, open.isObject == isObject, !expectsValue else {
            throw JSONError(.unexpectedByte, at: position)
        }
        let isFirst = isFirst
        let next: Result? = try scanning { (scanner) throws(JSONError) in
            let byte = try scanner.peekByte()
            if byte == (isObject ? ASCII.closeBrace : ASCII.closeBracket) {
                scanner.position &+= 1
                return nil
            }
            if !isFirst {
                guard byte == ASCII.comma else { throw JSONError(.unexpectedByte, at: scanner.position) }
                scanner.position &+= 1
                _ = try scanner.peekByte()
            }
            return try body(&scanner)
        }
        self.isFirst = false
        expectsValue = next != nil
        if next == nil { open.pop() }
        return next
    }
}
