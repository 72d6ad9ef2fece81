/// An object's members, in their order, each name once.
///
/// Names are compared byte for byte. Equality is that of the sequences: two objects with the same members in another
/// order are different documents, and differ. Looking a member up takes constant time however many there are.
package struct JSONObject: Sendable, Equatable {
    /// A name and its value.
    package struct Member: Sendable, Equatable {
        /// The member's name, unescaped.
        package let key: String
        /// The member's value.
        package var value: JSONValue

        /// A member of this name and value.
        package init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }

        /// Whether name and value are the same, the names byte for byte.
        package static func == (lhs: Self, rhs: Self) -> Bool {
            JSONKey.areIdentical(lhs.key, rhs.key) && lhs.value == rhs.value
        }
    }

    /// Up to so many members are searched one after the other; above, `index` finds them.
    private static let linearLimit = 16

    private var members: [Member] = []
    private var index: [JSONKey: Int]?

    /// An object without members.
    package init() {}

    /// The names, in order.
    package var keys: [String] { members.map(\.key) }

    /// The value of the member `key`. Setting replaces in place or appends; setting `nil` removes.
    package subscript(key: String) -> JSONValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): appendNew(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Adds a member at the end; a member of that name that is already there gives way.
    package mutating func append(_ key: String, _ value: JSONValue) {
        if let position = position(of: key) { remove(at: position) }
        appendNew(Member(key: key, value: value))
    }

    /// Adds a member at the end unless there is one of that name; returns whether it has.
    mutating func insert(_ key: String, _ value: JSONValue) -> Bool {
        guard position(of: key) == nil else { return false }
        appendNew(Member(key: key, value: value))
        return true
    }

    /// Runs `body` on the members in place, which spares walks over whole documents a copy of each.
    func withMembers<Result>(_ body: (UnsafeBufferPointer<Member>) -> Result) -> Result {
        members.withUnsafeBufferPointer(body)
    }

    /// Whether names, values and order are the same.
    package static func == (lhs: Self, rhs: Self) -> Bool { lhs.members == rhs.members }

    private func position(of key: String) -> Int? {
        if let index { return index[JSONKey(key)] }
        return members.firstIndex { JSONKey.areIdentical($0.key, key) }
    }

    private mutating func appendNew(_ member: Member) {
        if members.isEmpty { members.reserveCapacity(4) }
        members.append(member)
        if index != nil {
            index?[JSONKey(member.key)] = members.count - 1
        } else if members.count > Self.linearLimit {
            makeIndex()
        }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        index = nil
        if members.count > Self.linearLimit { makeIndex() }
    }

    private mutating func makeIndex() {
        var positions = [JSONKey: Int](minimumCapacity: 2 * members.count)
        for (position, member) in members.enumerated() { positions[JSONKey(member.key)] = position }
        index = positions
    }
}

extension JSONObject: RandomAccessCollection {
    /// 0.
    package var startIndex: Int { 0 }
    /// The number of members.
    package var endIndex: Int { members.count }
    /// The member at a position from 0 to `count` - 1.
    package subscript(position: Int) -> Member { members[position] }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// The members of the literal, in its order; of a repeated name the last value counts, at the first one's place.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (key, value) in elements { self[key] = value }
    }
}
