import AWSServices
import JSON
import TestSupport
import Testing

extension AgainstMoto {
    @Suite("DynamoDB")
    struct DynamoDBTests {
        let client: AWSClient
        let database: DynamoDB

        init() throws {
            client = try #require(MotoServer.current).client(.dynamoDB)
            database = DynamoDB(client: client)
        }

        /// A new table with the string key `pk`, and the index `byTeam` of `team` and the number `at`.
        func makeTable(_ name: String = #function) async throws -> String {
            let name = String(name.prefix { $0 != "(" })
            let text = """
                {"TableName": "\(name)", "BillingMode": "PAY_PER_REQUEST",
                 "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                 "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"},
                  {"AttributeName": "team", "AttributeType": "S"}, {"AttributeName": "at", "AttributeType": "N"}],
                 "GlobalSecondaryIndexes": [{"IndexName": "byTeam", "Projection": {"ProjectionType": "ALL"},
                  "KeySchema": [{"AttributeName": "team", "KeyType": "HASH"},
                   {"AttributeName": "at", "KeyType": "RANGE"}]}]}
                """
            _ = try await client.call("CreateTable", Array(text.utf8), isIdempotent: false)
            return name
        }

        @Test("gives back an item with every type of attribute")
        func roundTrip() async throws {
            let table = try await makeTable()
            let item: Item = [
                "pk": "a", "s": .s("quote \" slash \\ line\nnul-free tab\t é 🙂 \u{2028}"), "empty": "",
                "n": .n("-12.5"),
                "big": .n("12345678901234567890123456789012345678"), "b": .b([0, 1, 2, 254, 255]), "yes": true,
                "no": .bool(false),
                "null": .null, "list": .list(["x", 1, .null, .list([]), .map([:])]),
                "map": .map(["é": .map(["x": .list([.b([7])])])]), "ns": .ns(["1"]), "ss": .ss(["a"]),
                "bs": .bs([[9, 8]]),
            ]
            try await database.putItem(table: table, item: item)
            #expect(try await database.getItem(table: table, key: ["pk": "a"], consistent: true) == item)
        }

        @Test("has no item where none was put")
        func noItem() async throws {
            let table = try await makeTable()
            #expect(try await database.getItem(table: table, key: ["pk": "a"]) == nil)
            #expect(try await database.deleteItem(table: table, key: ["pk": "a"], returnValues: .allOld) == nil)
        }

        @Test("returns the attributes asked for, whatever their names")
        func projection() async throws {
            let table = try await makeTable()
            try await database.putItem(
                table: table,
                item: ["pk": "a", "name": "n", "status": "s", "a.b-c": 1, "other": 2]
            )
            let item = try await database.getItem(
                table: table,
                key: ["pk": "a"],
                projection: ["name", "status", "a.b-c", "missing"]
            )
            #expect(item == ["name": "n", "status": "s", "a.b-c": 1])
        }

        @Test("refuses a conditional write and returns the item that is there")
        func conditions() async throws {
            let table = try await makeTable()
            let old: Item = ["pk": "a", "v": 1, "more": .list(["x"])]
            try await database.putItem(table: table, item: old, condition: "attribute_not_exists(pk)")
            await #expect(throws: AWSError.conditionalCheckFailed(item: old)) {
                try await database.putItem(table: table, item: ["pk": "a"], condition: "attribute_not_exists(pk)")
            }
            await #expect(throws: AWSError.conditionalCheckFailed(item: nil)) {
                try await database.putItem(
                    table: table,
                    item: ["pk": "a"],
                    condition: "attribute_not_exists(pk)",
                    returnItemOnConditionFailure: false
                )
            }
            await #expect(throws: AWSError.conditionalCheckFailed(item: old)) {
                try await database.deleteItem(
                    table: table,
                    key: ["pk": "a"],
                    condition: "#v = :two",
                    names: ["#v": "v"],
                    values: [":two": 2]
                )
            }
            await #expect(throws: AWSError.conditionalCheckFailed(item: nil)) {
                try await database.updateItem(
                    UpdateItem(table: table, key: ["pk": "b"], update: "REMOVE x", condition: "attribute_exists(pk)")
                )
            }
            #expect(
                try await database.deleteItem(
                    table: table,
                    key: ["pk": "a"],
                    condition: "#v = :one",
                    names: ["#v": "v"],
                    values: [":one": 1],
                    returnValues: .allOld
                ) == old
            )
            #expect(try await database.getItem(table: table, key: ["pk": "a"], consistent: true) == nil)
        }

        @Test("updates an item and returns it as it was or is")
        func updates() async throws {
            let table = try await makeTable()
            var update = UpdateItem(
                table: table,
                key: ["pk": "a"],
                update: "ADD #n :one SET #end = if_not_exists(#end, :end)",
                names: ["#n": "n", "#end": "end"],
                values: [":one": 1, ":end": 99],
                returnValues: .allNew
            )
            #expect(try await database.updateItem(update) == ["pk": "a", "n": 1, "end": 99])
            update.values[":end"] = 100
            update.returnValues = .updatedNew
            #expect(try await database.updateItem(update)?["n"] == 2)
            update.returnValues = .allOld
            #expect(try await database.updateItem(update) == ["pk": "a", "n": 2, "end": 99])
            update.returnValues = .none
            #expect(try await database.updateItem(update) == nil)
            let replaced = try await database.putItem(table: table, item: ["pk": "a"], returnValues: .allOld)
            #expect(replaced == ["pk": "a", "n": 4, "end": 99])
        }

        @Test("lets exactly the limit through when fifty conditional counts race")
        func race() async throws {
            let table = try await makeTable()
            let update = UpdateItem(
                table: table,
                key: ["pk": "a"],
                update: "ADD #n :one",
                condition: "attribute_not_exists(#n) OR #n < :limit",
                names: ["#n": "n"],
                values: [":one": 1, ":limit": 20],
                returnValues: .allNew
            )
            var admitted: [Int] = []
            var refused = 0
            try await withThrowingTaskGroup(of: Item?.self) { [database] group in
                for _ in 0..<50 {
                    group.addTask {
                        do {
                            return try await database.updateItem(update)
                        } catch AWSError.conditionalCheckFailed(let item) {
                            #expect(item?["n"] == 20)
                            return nil
                        }
                    }
                }
                for try await item in group {
                    if let count = item?["n"]?.int { admitted.append(count) } else { refused += 1 }
                }
            }
            #expect(admitted.sorted() == Array(1...20))
            #expect(refused == 30)
            #expect(try await database.getItem(table: table, key: ["pk": "a"], consistent: true)?["n"] == 20)
        }

        @Test("finds an index's items in order, filtered, projected and page by page")
        func queries() async throws {
            let table = try await makeTable()
            let items: [Item] = (0..<12).map { index in
                [
                    "pk": .s("k\(index)"), "team": index < 10 ? "red" : "blue", "at": .init(index),
                    "even": .bool(index % 2 == 0),
                ]
            }
            try await database.batchWrite(table: table, items.map { .put($0) })
            var query = Query(
                table: table,
                index: "byTeam",
                keyCondition: "#team = :team AND #at >= :from",
                filter: "#even = :even",
                names: ["#team": "team", "#at": "at", "#even": "even"],
                values: [":team": "red", ":from": 2, ":even": true],
                projection: ["pk", "at"],
                limit: 3,
                scanForward: false
            )
            var found: [Item] = []
            var pages = 0
            repeat {
                let page = try await database.query(query)
                #expect(page.items.count <= 3)
                found += page.items
                query.startKey = page.nextKey
                pages += 1
            } while query.startKey != nil && pages < 10
            #expect(found == [8, 6, 4, 2].map { ["pk": .s("k\($0)"), "at": .init($0)] })
            #expect((3...4).contains(pages))
            query.startKey = nil
            query.values[":team"] = "green"
            #expect(try await database.query(query) == Page(items: []))
        }

        @Test("writes and deletes more items than a batch takes, and scans them page by page")
        func batches() async throws {
            let table = try await makeTable()
            let items: [Item] = (0..<60).map { ["pk": .s("k\($0)"), "n": .init($0), "text": .s("é\($0)")] }
            try await database.batchWrite(table: table, items.map { .put($0) })
            #expect(try await scanned(Scan(table: table, limit: 7)).count == 60)
            try await database.batchWrite(table: table, (0..<55).map { .delete(key: ["pk": .s("k\($0)")]) })
            let filter = Scan(
                table: table,
                filter: "#n > :n",
                names: ["#n": "n"],
                values: [":n": 56],
                projection: ["n"],
                limit: 2
            )
            let numbers = try await scanned(filter).compactMap { $0["n"]?.int }
            #expect(numbers.sorted() == [57, 58, 59])
            try await database.batchWrite(table: table, [])
        }

        @Test("says what is wrong with a request, and with a table that is not there")
        func errors() async throws {
            let table = try await makeTable()
            await #expect(throws: AWSError.resourceNotFound) {
                try await database.getItem(table: "nowhere", key: ["pk": "a"])
            }
            do {
                try await database.updateItem(UpdateItem(table: table, key: ["pk": "a"], update: "SETT x = y"))
                Issue.record("a malformed expression was accepted")
            } catch {
                guard case .validation(let message) = error else {
                    Issue.record(error)
                    return
                }
                #expect(message.contains("SETT"))
                #expect(!error.description.contains("SETT"))
                #expect(error.debugDescription.contains("SETT"))
            }
        }

        func scanned(_ scan: Scan) async throws -> [Item] {
            var scan = scan
            var items: [Item] = []
            for _ in 0..<100 {
                let page = try await database.scan(scan)
                #expect(page.items.count <= scan.limit ?? .max)
                items += page.items
                guard let nextKey = page.nextKey else { return items }
                scan.startKey = nextKey
            }
            Issue.record("the scan does not end")
            return items
        }
    }
}
