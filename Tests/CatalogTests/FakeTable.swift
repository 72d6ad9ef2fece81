import AWSServices
import Catalog
import JSON
import Synchronization

/// A product table in memory, with DynamoDB's semantics as far as the store relies on them: keys are compared to the
/// letter, an index lists by its sort key, and pages end where the table says.
final class FakeTable: ProductTable {
    /// A call that the store has made.
    enum Call: Equatable {
        case query(index: String?, condition: String)
        case scan
        case item
    }

    private let items: [Item]
    private let pageSize: Int
    private let failure: AWSError?
    private let made = Mutex<[Call]>([])

    init(_ items: [Item], pageSize: Int = 1_000, failure: AWSError? = nil) {
        self.items = items
        self.pageSize = pageSize
        self.failure = failure
    }

    var calls: [Call] { made.withLock { $0 } }

    func query(_ query: Query) async throws(AWSError) -> Page {
        made.withLock { $0.append(.query(index: query.index, condition: query.keyCondition)) }
        if let failure { throw failure }
        let found = items.filter { item in
            query.keyCondition.components(separatedBy: " AND ").allSatisfy { Self.holds($0, of: item, in: query) }
        }
        return page(of: found, startKey: query.startKey)
    }

    func scan(_ scan: Scan) async throws(AWSError) -> Page {
        made.withLock { $0.append(.scan) }
        if let failure { throw failure }
        return page(of: items, startKey: scan.startKey)
    }

    func item(table: String, key: Item) async throws(AWSError) -> Item? {
        made.withLock { $0.append(.item) }
        if let failure { throw failure }
        return items.first { $0["productId"] == key["productId"] }
    }

    private func page(of found: [Item], startKey: Item?) -> Page {
        let start =
            startKey.flatMap { key in found.firstIndex { $0["productId"] == key["productId"] } }.map { $0 + 1 } ?? 0
        let page = found[start...].prefix(pageSize)
        let isLast = page.endIndex == found.count
        return Page(
            items: Array(page),
            nextKey: isLast ? nil : page.last.map { ["productId": $0["productId"] ?? .null] }
        )
    }

    /// `#name = :value`, `#name >= :value`, `#name <= :value`; the halves of a BETWEEN come as `#name BETWEEN :min` and
    /// `:max`.
    private static func holds(_ condition: String, of item: Item, in query: Query) -> Bool {
        let words = condition.components(separatedBy: " ")
        guard words.count == 3, let name = query.names[words[0]], let value = query.values[words[2]] else {
            return words.count == 1 && query.values[words[0]].map { less(item["price"], $0) ?? false } ?? false
        }
        switch words[1] {
        case "=": return item[name] == value
        case ">=", "BETWEEN": return less(value, item[name]) ?? false
        case "<=": return less(item[name], value) ?? false
        default: return false
        }
    }

    private static func less(_ one: AttributeValue?, _ other: AttributeValue?) -> Bool? {
        guard let one = one?.double, let other = other?.double else { return nil }
        return one <= other
    }
}

extension String {
    /// The parts between a separator.
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator).map(String.init)
    }
}
