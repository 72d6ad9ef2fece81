/// The names met so far in the objects that are open, to find those that an object has twice.
struct MemberNames: Sendable {
    /// Up to so many names of one object are compared one after the other.
    private static let linearLimit = 16

    /// An open object.
    private struct Scope: Sendable {
        /// How many names of outer objects precede this one's in `names`.
        let start: Int
        /// This object's names, once there are too many to compare one after the other.
        var many: Set<JSONKey>?
    }

    private var names: [String] = []
    private var scopes: [Scope] = []

    /// Enters an object.
    mutating func begin() { scopes.append(Scope(start: names.count)) }

    /// Leaves the innermost object and forgets its names.
    mutating func end() {
        guard let scope = scopes.popLast() else { return }
        names.removeLast(names.count - scope.start)
    }

    /// Notes a name of the innermost object; returns whether it is new.
    mutating func insert(_ name: String) -> Bool {
        let last = scopes.count - 1
        if scopes[last].many != nil { return scopes[last].many?.insert(JSONKey(name)).inserted ?? false }
        // No slice is kept: a second owner would make the append below copy every name.
        let start = scopes[last].start
        for index in start..<names.count where JSONKey.areIdentical(names[index], name) { return false }
        if names.count - start == Self.linearLimit {
            scopes[last].many = Set(names[start...].map(JSONKey.init) + [JSONKey(name)])
        } else {
            names.append(name)
        }
        return true
    }
}
