/// One write of a batch: without a condition, so doing it twice is as good as once.
package enum WriteRequest: Sendable, Equatable {
    /// Puts the item, in place of one with the same key.
    case put(Item)
    /// Deletes the item with this key, if there is one.
    case delete(key: Item)
}
