import AWSServices
import Accounts
import POSIX
import TestSupport

/// A key store over a table of its own, and the table's items as they are.
struct KeyTable {
    /// The start of a minute.
    static let minute = Timestamp(millisecondsSinceEpoch: 1_787_270_400_000)

    let name: String
    let database: DynamoDB
    let store: DynamoDBKeyStore

    init(_ server: MotoServer, name: String = "keys-\(APIKey.generate().id)") async throws {
        self.name = try await server.makeTable(name, key: "apiKeyId")
        database = server.database
        store = DynamoDBKeyStore(table: name, database: database)
    }

    /// A time in the minute that begins so many minutes after `minute`.
    static func time(minute index: Int64 = 0, second: Int64 = 0) -> Timestamp {
        minute.advanced(byMilliseconds: (index * 60 + second) * 1_000)
    }

    /// Keeps a new key.
    func create(limit: Int? = nil, expiresAt: Timestamp? = nil) async throws -> KeyRecord {
        let record = KeyRecord(
            key: .generate(),
            createdAt: Self.minute,
            expiresAt: expiresAt,
            rateLimit: RateLimit(requestsPerMinute: limit)
        )
        try await store.create(record)
        return record
    }

    /// A key's item, bare.
    func item(_ id: String) async throws -> Item? {
        try await database.getItem(table: name, key: ["apiKeyId": .s(id)], consistent: true)
    }

    /// What the key's item counts, by the counter's name.
    func counters(_ id: String) async throws -> [String: Int] {
        let item = try await item(id) ?? [:]
        return item.filter { $0.key.hasPrefix("requestsInMinute#") }.compactMapValues(\.int)
    }

    /// Sets one attribute of a key's item.
    func set(_ attribute: String, to value: AttributeValue, of id: String) async throws {
        try await database.updateItem(
            UpdateItem(
                table: name,
                key: ["apiKeyId": .s(id)],
                update: "SET #attribute = :value",
                names: ["#attribute": attribute],
                values: [":value": value]
            )
        )
    }
}
