extension JSONReader {
    /// Up to so many names of one object are compared one after the other.
    private static let linearLimit = 16

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
        guard let position = try positionOfNext(inObject: true) else { return nil }
        let key = try scanning { (scanner) throws(JSONError) in scanner.makeString(try scanner.scanKey()) }
        if limits.duplicateKeys == .refuse, !insert(name: key) { throw JSONError(.duplicateKey, at: position) }
        expectsValue = true
        return key
    }

    /// Whether there is a next element, which must be read or skipped next; `false` when the array has ended, which has
    /// then been read.
    package mutating func nextElement() throws(JSONError) -> Bool {
        expectsValue = try positionOfNext(inObject: false) != nil
        return expectsValue
    }

    private mutating func begin(_ kind: JSONKind) throws(JSONError) {
        let depth = frames.count
        try scanningValue { (scanner, found) throws(JSONError) in
            guard found == kind else {
                throw JSONError(.wrongType(expected: kind, found: found), at: scanner.position)
            }
            guard depth < scanner.limits.maxDepth else { throw scanner.tooDeep }
            scanner.position &+= 1
        }
        frames.append(Frame(isObject: kind == .object, firstName: names.count))
        expectsValue = false
    }

    /// Where the next member or element starts; `nil` when the container has ended, which is then left.
    private mutating func positionOfNext(inObject isObject: Bool) throws(JSONError) -> Int? {
        guard let last = frames.indices.last, frames[last].isObject == isObject, !expectsValue else {
            throw JSONError(.unexpectedByte, at: position)
        }
        let isFirst = frames[last].isFirst
        let next: Int? = try scanning { (scanner) throws(JSONError) in
            let byte = try scanner.peekByte()
            if byte == (isObject ? ASCII.closeBrace : ASCII.closeBracket) {
                scanner.position &+= 1
                return nil
            }
            if !isFirst {
                try scanner.expect(ASCII.comma)
                _ = try scanner.peekByte()
            }
            return scanner.position
        }
        if next == nil {
            names.removeLast(names.count - frames[last].firstName)
            frames.removeLast()
        } else {
            frames[last].isFirst = false
        }
        return next
    }

    /// Notes a name of the innermost object; returns whether it is new.
    private mutating func insert(name: String) -> Bool {
        let last = frames.count - 1
        if frames[last].manyNames != nil {
            return frames[last].manyNames?.insert(JSONKey(name)).inserted ?? false
        }
        // No slice is kept: a second owner would make the append below copy every name.
        let first = frames[last].firstName
        guard !names[first...].contains(where: { JSONKey.areIdentical($0, name) }) else { return false }
        if names.count - first == Self.linearLimit {
            frames[last].manyNames = Set(names[first...].map(JSONKey.init) + [JSONKey(name)])
        } else {
            names.append(name)
        }
        return true
    }
}
