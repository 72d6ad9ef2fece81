/// The kinds of the containers that are open, one bit each: no allocation for the first 64 levels.
struct OpenContainers: Sendable {
    private var innermost: UInt64 = 0
    private var outer: [UInt64] = []
    /// How many are open.
    private(set) var count = 0

    /// Whether the innermost container is an object.
    var isObject: Bool { innermost & 1 == 1 }

    /// Opens a container inside the innermost.
    mutating func push(isObject: Bool) {
        if count > 0, count & 63 == 0 { outer.append(innermost) }
        innermost = innermost << 1 | (isObject ? 1 : 0)
        count &+= 1
    }

    /// Closes the innermost.
    mutating func pop() {
        count &-= 1
        innermost >>= 1
        if count > 0, count & 63 == 0, let last = outer.popLast() { innermost = last }
    }
}
