import AWSServices
import Accounts
import Catalog
import HTTP
import JSON
import ModelContextProtocol
import POSIX
import ProductEndpoints
import Synchronization
import TestSupport

/// The endpoints over a small catalogue, and what they answer and log.
enum Fixture {
    static let now = Timestamp(millisecondsSinceEpoch: 1_767_225_600_000)

    static let items: [Item] = [
        [
            "productId": "p/1", "name": "Steel Kettle", "price": .n("49.90"), "currency": "EUR",
            "category": "Coffee & Tea", "brand": "Brisaluna", "availability": "in-stock", "rating": .n("4.5"),
            "specifications": .map(["capacity": "1.7 l", "protocols": .list(["a", "b"]), "lit": true]),
            "description": "Boils fast.", "images": .list(["https://images.example.com/1.jpg"]),
            "gtin": "2000000145136",
        ],
        [
            "productId": "p2", "name": "Desk Lamp", "price": .n("59"), "currency": "USD", "category": "Lighting",
            "brand": "Élanova", "availability": "limited",
        ],
    ]

    static let context = context(authorizer: ["principal": "administrator"])

    static func context(authorizer: [String: String]) -> RequestContext {
        RequestContext(requestID: "request-1", deadline: .max, authorizer: authorizer)
    }

    static let key = context(authorizer: ["principal": "key", "apiKeyId": "key-1", "userId": "ann"])

    static func answer(
        _ request: Request,
        context: RequestContext = context,
        table: SmallTable = SmallTable(items: items),
        keys: FakeKeyStore = FakeKeyStore(.success(.admitted(Admission(keyID: "key-1"))))
    ) async throws -> Answer {
        let lines = LineRecorder()
        let store = DynamoDBProductStore(table: "catalog", database: table) { _ in }
        let endpoints = ProductEndpoints(
            store: store,
            keys: keys,
            origins: OriginPolicy(),
            log: lines.makeLogger(),
            environmentName: "test",
            now: { now }
        )
        let writer = AnswerRecorder()
        await endpoints.respond(to: request, context: context, writer: writer)
        return Answer(
            status: writer.head?.status.rawValue,
            headers: writer.head?.headers ?? [:],
            body: try writer.head.map { _ in try JSONValue(parsing: writer.body) },
            log: lines.entries
        )
    }

    static func get(_ path: String, _ query: String = "") -> Request {
        Request(method: .get, path: path, query: QueryItems(parsing: query))
    }

    static func post(_ path: String, _ body: [UInt8]) -> Request {
        Request(method: .post, path: path, headers: ["content-type": "application/json"], body: body)
    }

    static func call(_ tool: String, _ arguments: JSONValue) -> Request {
        let message: JSONValue = [
            "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": ["name": .string(tool), "arguments": arguments],
        ]
        return post("/mcp", message.serialized())
    }
}

/// What came of a request.
struct Answer {
    let status: Int?
    let headers: HeaderFields
    let body: JSONValue?
    let log: [JSONValue]

    var error: JSONValue? { body?["error"] }
    var text: String { body?["result"]?["content"]?[0]?["text"]?.string ?? "" }
    var structuredContent: JSONValue? { body?["result"]?["structuredContent"] }
}

/// A table whose indexes know nothing, so that every search reads all of it.
struct SmallTable: ProductTable {
    let items: [Item]
    var failure: AWSError?

    func query(_ query: Query) async throws(AWSError) -> Page { try page([]) }
    func scan(_ scan: Scan) async throws(AWSError) -> Page { try page(items) }

    func item(table: String, key: Item) async throws(AWSError) -> Item? {
        try page(items).items.first { $0["productId"] == key["productId"] }
    }

    private func page(_ items: [Item]) throws(AWSError) -> Page {
        if let failure { throw failure }
        return Page(items: items)
    }
}

/// Answers every admission the same.
final class FakeKeyStore: KeyStore {
    private let outcome: Result<AdmissionOutcome, KeyStoreError>
    private let admitted = Mutex<[String]>([])

    init(_ outcome: Result<AdmissionOutcome, KeyStoreError>) { self.outcome = outcome }

    var counted: [String] { admitted.withLock { $0 } }

    func create(_ record: KeyRecord) async throws(KeyStoreError) {}
    func record(id: String) async throws(KeyStoreError) -> KeyRecord? { nil }
    func delete(id: String) async throws(KeyStoreError) -> KeyRecord? { nil }

    func admit(keyID: String, at time: Timestamp) async throws(KeyStoreError) -> AdmissionOutcome {
        admitted.withLock { $0.append(keyID) }
        return try outcome.get()
    }

    func settle(_ admission: Admission) async throws(KeyStoreError) {}
}
