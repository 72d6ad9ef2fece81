import AWSServices
import Cryptography
import JSON
import TestSupport
import Testing

@Suite("DynamoDB's requests and answers")
struct DynamoDBAnswerTests {
    func database(_ server: ScriptedServer) -> DynamoDB {
        DynamoDB(client: ScriptedClient(url: server.url).client)
    }

    func server(answering body: String) throws -> ScriptedServer {
        try ScriptedServer { _, _ in .response(status: 200, body: body) }
    }

    @Test("write an update as DynamoDB reads it, the same bytes for the same update")
    func writesAnUpdate() async throws {
        let server = try server(answering: "{}")
        let update = UpdateItem(
            table: "t",
            key: ["pk": "a"],
            update: "ADD c :n",
            condition: "attribute_not_exists(c) OR c <= :m",
            names: ["#b": "b", "#a": "a"],
            values: [":n": 1, ":m": .n("9")],
            returnValues: .allNew
        )
        #expect(try await database(server).updateItem(update) == nil)
        #expect(
            server.received.map { String(decoding: $0.body, as: UTF8.self) } == [
                #"{"TableName":"t","Key":{"pk":{"S":"a"}},"UpdateExpression":"ADD c :n","#
                    + #""ConditionExpression":"attribute_not_exists(c) OR c <= :m","#
                    + #""ReturnValuesOnConditionCheckFailure":"ALL_OLD","#
                    + ##""ExpressionAttributeNames":{"#a":"a","#b":"b"},"##
                    + #""ExpressionAttributeValues":{":m":{"N":"9"},":n":{"N":"1"}},"ReturnValues":"ALL_NEW"}"#
            ]
        )
    }

    @Test("read every type of attribute")
    func readsEveryType() async throws {
        let server = try server(
            answering: """
                {"ConsumedCapacity": {"x": [1]}, "Item": {"s": {"S": "\\u00e9"}, "n": {"N": "1.50"}, "b": {"B": "AAEC"},
                 "t": {"BOOL": true}, "z": {"NULL": true}, "l": {"L": [{"S": ""}, {"L": []}]},
                 "m": {"M": {"k": {"M": {}}}},
                 "ss": {"SS": ["a", "b"]}, "ns": {"NS": ["1"]}, "bs": {"BS": ["AA==", ""]}}}
                """
        )
        #expect(
            try await database(server).getItem(table: "t", key: ["pk": "a"]) == [
                "s": "é", "n": .n("1.50"), "b": .b([0, 1, 2]), "t": true, "z": .null,
                "l": .list(["", .list([])]), "m": .map(["k": .map([:])]), "ss": .ss(["a", "b"]), "ns": .ns(["1"]),
                "bs": .bs([[0], []]),
            ]
        )
    }

    @Test("take an absent, null and empty item for none", arguments: ["{}", #"{"Item": null}"#, #"{"Item": {}}"#])
    func readsNoItem(body: String) async throws {
        #expect(try await database(server(answering: body)).getItem(table: "t", key: ["pk": "a"]) == nil)
    }

    @Test(
        "refuse what is no item",
        arguments: [
            "", "[]", "null", #"{"Item": 1}"#, #"{"Item": {"a": {}}}"#, #"{"Item": {"a": {"X": "1"}}}"#,
            #"{"Item": {"a": {"S": "1", "N": "1"}}}"#, #"{"Item": {"a": {"S": 1}}}"#, #"{"Item": {"a": {"N": 1}}}"#,
            #"{"Item": {"a": {"B": "A"}}}"#, #"{"Item": {"a": {"BS": ["AA=", "AA=="]}}}"#, #"{"Item": {"a": "s"}}"#,
            #"{"Item": {"a": {"L": {}}}}"#, #"{"Item": {"a": {"S": "1"}}} x"#, #"{"Item": {"a": {"S": "1"}}"#,
        ]
    )
    func refusesOthers(body: String) async throws {
        let database = try database(server(answering: body))
        await #expect(throws: AWSError.malformedResponse) { try await database.getItem(table: "t", key: ["pk": "a"]) }
    }

    @Test("are not believed when they nest without end")
    func refusesDeepNesting() async throws {
        let depth = 100_000
        let body =
            #"{"Item": {"a": "# + String(repeating: #"{"L": ["#, count: depth) + String(repeating: "]}", count: depth)
            + "}}"
        let database = try database(server(answering: body))
        await #expect(throws: AWSError.malformedResponse) { try await database.getItem(table: "t", key: ["pk": "a"]) }
    }

    @Test("repeat a write after a lost answer only when that changes nothing")
    func repeatsOnlyIdempotentWrites() async throws {
        func attempts(_ write: (DynamoDB) async throws -> Void) async throws -> Int {
            let server = try ScriptedServer { _, number in number == 1 ? .close : .response(status: 200, body: "{}") }
            try? await write(database(server))
            return server.received.count
        }
        let key: Item = ["pk": "a"]
        #expect(try await attempts { try await $0.putItem(table: "t", item: key) } == 2)
        #expect(try await attempts { try await $0.putItem(table: "t", item: key, condition: "x") } == 1)
        #expect(try await attempts { try await $0.putItem(table: "t", item: key, returnValues: .allOld) } == 1)
        #expect(try await attempts { try await $0.deleteItem(table: "t", key: key) } == 2)
        #expect(try await attempts { try await $0.deleteItem(table: "t", key: key, condition: "x") } == 1)
        #expect(try await attempts { try await $0.deleteItem(table: "t", key: key, returnValues: .allOld) } == 1)
        let update = UpdateItem(table: "t", key: key, update: "ADD n :one", values: [":one": 1])
        #expect(try await attempts { try await $0.updateItem(update) } == 1)
        var repeatable = update
        repeatable.isIdempotent = true
        #expect(try await attempts { try await $0.updateItem(repeatable) } == 2)
        #expect(try await attempts { _ = try await $0.query(Query(table: "t", keyCondition: "x")) } == 2)
        #expect(try await attempts { _ = try await $0.scan(Scan(table: "t")) } == 2)
        #expect(try await attempts { try await $0.batchWrite(table: "t", [.put(key)]) } == 2)
    }
}

@Suite("A batch write")
struct BatchWriteTests {
    static func unprocessed(_ requests: String) -> String {
        #"{"UnprocessedItems": {"t": [\#(requests)]}}"#
    }

    @Test("sends what was left undone again, after a pause, and nothing else")
    func resends() async throws {
        let left = #"{"PutRequest": {"Item": {"pk": {"S": "b"}}}}, {"DeleteRequest": {"Key": {"pk": {"S": "c"}}}}"#
        let server = try ScriptedServer { _, number in
            .response(
                status: 200,
                body: number == 1 ? Self.unprocessed(left) : #"{"UnprocessedItems": {}}"#
            )
        }
        let scripted = ScriptedClient(url: server.url)
        try await DynamoDB(client: scripted.client).batchWrite(
            table: "t",
            [.put(["pk": "a"]), .put(["pk": "b"]), .delete(key: ["pk": "c"])]
        )
        #expect(server.received.count == 2)
        #expect(
            try JSONValue(parsing: server.received[1].body)
                == JSONValue(parsing: Array(#"{"RequestItems": {"t": [\#(left)]}}"#.utf8))
        )
        #expect(scripted.pauses == [.milliseconds(25)])
    }

    @Test("sends twenty-five a call")
    func splits() async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: "{}") }
        let writes = (0..<51).map { WriteRequest.put(["pk": .init($0)]) }
        try await DynamoDB(client: ScriptedClient(url: server.url).client).batchWrite(table: "t", writes)
        let counts = try server.received.map { request in
            try JSONValue(parsing: request.body)["RequestItems"]?["t"]?.array?.count
        }
        #expect(counts == [25, 25, 1])
    }

    @Test("fails when the service never does the rest")
    func givesUp() async throws {
        let left = #"{"PutRequest": {"Item": {"pk": {"S": "a"}}}}"#
        let server = try ScriptedServer { _, _ in .response(status: 200, body: Self.unprocessed(left)) }
        let scripted = ScriptedClient(url: server.url)
        await #expect(throws: AWSError.throttled) {
            try await DynamoDB(client: scripted.client).batchWrite(table: "t", [.put(["pk": "a"])])
        }
        #expect(server.received.count == 8)
        #expect(scripted.pauses.count == 7)
        #expect(scripted.pauses.last == .milliseconds(1_600))
    }

    @Test(
        "refuses an answer about something else",
        arguments: [
            #"{"UnprocessedItems": {"other": []}}"#, #"{"UnprocessedItems": {"t": [{}]}}"#,
            #"{"UnprocessedItems": []}"#,
            #"{"UnprocessedItems": {"t": [{"PutRequest": {"Item": {"a": {"Q": 1}}}}]}}"#,
        ]
    )
    func refusesOtherAnswers(body: String) async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: body) }
        let database = DynamoDB(client: ScriptedClient(url: server.url).client)
        await #expect(throws: AWSError.malformedResponse) {
            try await database.batchWrite(table: "t", [.put(["pk": "a"])])
        }
    }
}

@Suite("A value of an attribute")
struct AttributeValueTests {
    @Test("gives a number as an integer only when it is one")
    func readsIntegers() {
        #expect(AttributeValue.n("12").int == 12)
        #expect(AttributeValue.n("-1.2E+3").int == -1_200)
        #expect(AttributeValue.n("1.5").int == nil)
        #expect(AttributeValue.n("12345678901234567890").int == nil)
        #expect(AttributeValue.n("1.5").double == 1.5)
        #expect(AttributeValue.s("12").int == nil)
        #expect(AttributeValue(7) == .n("7"))
    }

    @Test("gives a value only as its own type")
    func readsOwnType() {
        #expect(AttributeValue.s("x").string == "x")
        #expect(AttributeValue.n("1").string == nil)
        #expect(AttributeValue.bool(true).bool == true)
        #expect(AttributeValue.null.bool == nil)
        #expect(AttributeValue.list([1]).list == [1])
        #expect(AttributeValue.map(["a": 1]).map == ["a": 1])
        #expect(AttributeValue.b([1]).bytes == [1])
        #expect(AttributeValue.ss(["a"]).strings == ["a"])
        #expect(AttributeValue.ns(["1"]).strings == nil)
    }
}
