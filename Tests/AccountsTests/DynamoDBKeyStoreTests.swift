import AWSServices
import Accounts
import Cryptography
import HTTP
import JSON
import POSIX
import TestSupport
import Testing

extension AgainstMoto {
    @Suite("The key table")
    struct DynamoDBKeyStoreTests {
        let server: MotoServer

        init() throws { server = try #require(MotoServer.current) }

        @Test("gives a record back as it was made")
        func roundTrip() async throws {
            let table = try await KeyTable(server)
            let full = KeyRecord(
                key: .generate(),
                alias: "a \"quoted\" name é",
                userID: "u-1",
                teamID: "t-1",
                tier: .premium,
                models: ["fast", "openai/*"],
                createdAt: Timestamp(millisecondsSinceEpoch: 1_787_270_400_123),
                expiresAt: Timestamp(millisecondsSinceEpoch: 1_787_356_800_456),
                rateLimit: RateLimit(requestsPerMinute: 7),
                metadata: ["owner": "é", "nested": ["b": 1, "a": [true, nil]]]
            )
            let bare = KeyRecord(key: .generate(), createdAt: KeyTable.minute)
            for record in [full, bare] {
                try await table.store.create(record)
                #expect(try await table.store.record(id: record.id) == record)
            }
            #expect(try await table.item(bare.id)?.keys.contains("userId") == false)
        }

        @Test("takes a key once: the second of the same id is refused and changes nothing")
        func createTwice() async throws {
            let table = try await KeyTable(server)
            let key = APIKey.generate()
            let first = KeyRecord(key: key, alias: "first", createdAt: KeyTable.minute)
            try await table.store.create(first)
            await #expect(throws: KeyStoreError.self) {
                try await table.store.create(KeyRecord(key: key, alias: "second", createdAt: KeyTable.minute))
            }
            #expect(try await table.store.record(id: key.id) == first)
        }

        @Test("gives back what it deletes, once")
        func delete() async throws {
            let table = try await KeyTable(server)
            let record = try await table.create()
            #expect(try await table.store.delete(id: record.id) == record)
            #expect(try await table.store.delete(id: record.id) == nil)
            #expect(try await table.store.record(id: record.id) == nil)
        }

        @Test("has no record where an item lacks what every record has")
        func brokenItem() async throws {
            let table = try await KeyTable(server)
            try await table.database.putItem(table: table.name, item: ["apiKeyId": "half", "active": true])
            #expect(try await table.store.record(id: "half") == nil)
        }

        @Test("lets nobody in by a record whose hash is another key's")
        func otherHash() async throws {
            let table = try await KeyTable(server)
            let key = APIKey.generate()
            let record = KeyRecord(key: key, createdAt: KeyTable.minute)
            try await table.store.create(record)
            let authenticator = Authenticator(
                masterKey: MasterKey(environment: [:], secrets: .nowhere),
                keys: table.store,
                masterKeyUnreadable: { Issue.record($0) }
            )
            let credential = PresentedCredential(headers: ["x-api-key": key.secret.exposed])
            #expect(
                try await authenticator.authenticate(credential, at: KeyTable.minute)
                    == .authenticated(Identity(record: record))
            )
            // The same first half, which is the primary key; the other half differs.
            let other = record.hash.prefix(32) + String(repeating: "0", count: 32)
            try await table.set("apiKeyHash", to: .s(String(other)), of: record.id)
            #expect(try await authenticator.authenticate(credential, at: KeyTable.minute) == .refused(.unknown))
        }

        @Test("says that its table does not exist, whatever is asked of it")
        func missingTable() async throws {
            let store = DynamoDBKeyStore(table: "no-such-table", database: server.database)
            let stale = Admission(keyID: "k", staleCounters: ["requestsInMinute#1"])
            let calls: [(String, (DynamoDBKeyStore) async throws(KeyStoreError) -> Void)] = [
                (
                    "create",
                    { store async throws(KeyStoreError) in
                        try await store.create(KeyRecord(key: .generate(), createdAt: KeyTable.minute))
                    }
                ),
                ("record", { store async throws(KeyStoreError) in _ = try await store.record(id: "k") }),
                ("delete", { store async throws(KeyStoreError) in _ = try await store.delete(id: "k") }),
                (
                    "admit",
                    { store async throws(KeyStoreError) in
                        _ = try await store.admit(keyID: "k", at: KeyTable.minute)
                    }
                ),
                ("settle", { store async throws(KeyStoreError) in try await store.settle(stale) }),
            ]
            for (name, call) in calls {
                do {
                    try await call(store)
                    Issue.record("\(name) found a table")
                } catch {
                    guard case .missingTable("no-such-table") = error else {
                        Issue.record("\(name): \(error)")
                        continue
                    }
                }
            }
        }
    }
}
