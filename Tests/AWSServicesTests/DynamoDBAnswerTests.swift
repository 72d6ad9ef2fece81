import AWSServices
import Cryptography
import HTTP
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
        let server = try server(answering: #"{"Attributes": {"pk": {"S": "a"}}}"#)
        let update = UpdateItem(
            table: "t",
            key: ["pk": "a"],
            update: "ADD c :n",
            condition: "attribute_not_exists(c) OR c <= :m",
            names: ["#b": "b", "#a": "a"],
            values: [":n": 1, ":m": .n("9")],
            returnValues: .allNew
        )
        #expect(try await database(server).updateItem(update) == ["pk": "a"])
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

    @Test(
        "ask again after an answer that is none, and then say so",
        arguments: [
            "", "{", #"{"Item": {"pk": {"S""#, "<html>hello</html>",
            #"{"__type": "com.amazonaws.dynamodb.v20120810#InternalServerError", "message": "x"}"#,
            #"{"Item": {"pk": {"S": "a"}}, "__type": "x#ThrottlingException"}"#,
        ]
    )
    func asksAgain(body: String) async throws {
        let item = #"{"Item": {"pk": {"S": "a"}}}"#
        let mended = try ScriptedServer { _, number in .response(status: 200, body: number == 1 ? body : item) }
        #expect(try await database(mended).getItem(table: "t", key: ["pk": "a"]) == ["pk": "a"])
        let broken = try server(answering: body)
        let error = await #expect(throws: AWSError.self) {
            try await database(broken).getItem(table: "t", key: ["pk": "a"])
        }
        switch error {
        case .malformedResponse, .throttled, .service(code: "InternalServerError", status: 200): break
        default: Issue.record("\(String(describing: error))")
        }
        #expect(broken.received.count == 4)
    }

    @Test("are checked as they were sent, and refused when they come compressed though nobody asked for it")
    func refusesCompression() async throws {
        // "{}", compressed with gzip.
        let gzip: [UInt8] = [31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 171, 174, 5, 0, 67, 191, 166, 163, 2, 0, 0, 0]
        let server = try ScriptedServer { _, _ in
            .script { peer in
                let fields = "Content-Encoding: gzip\r\nx-amz-crc32: \(CRC32.checksum(gzip))\r\n"
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(gzip.count)\r\n\(fields)\r\n")
                peer.send(gzip)
            }
        }
        let database = database(server)
        await #expect(throws: AWSError.malformedResponse) { try await database.getItem(table: "t", key: ["pk": "a"]) }
        #expect(server.received.allSatisfy { $0.headers["accept-encoding"] == nil })
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

/// An update that counts must be done once, so it matters what a failure tells.
@Suite("A count")
struct CountTests {
    static let update = UpdateItem(
        table: "t",
        key: ["pk": "a"],
        update: "ADD n :one",
        condition: "attribute_not_exists(n) OR n < :limit",
        values: [":one": 1, ":limit": 9],
        returnValues: .allNew
    )
    static let counted = #"{"Attributes": {"pk": {"S": "a"}, "n": {"N": "1"}}}"#

    func attempts(after first: ScriptedServer.Answer) async throws -> (count: Int, error: AWSError?) {
        let server = try ScriptedServer { _, number in
            number == 1 ? first : .response(status: 200, body: Self.counted)
        }
        do throws(AWSError) {
            let item = try await DynamoDB(client: ScriptedClient(url: server.url).client).updateItem(Self.update)
            #expect(item?["n"] == 1)
            return (server.received.count, nil)
        } catch {
            return (server.received.count, error)
        }
    }

    @Test(
        "is done again after an answer that says that it was not done",
        arguments: [
            (400, "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"),
            (400, "com.amazon.coral.availability#ThrottlingException"), (400, "RequestLimitExceeded"),
            (409, "ReplicatedWriteConflictException"), (200, "ThrottlingException"),
        ]
    )
    func isDoneAgain(status: Int, type: String) async throws {
        let result = try await attempts(after: .response(status: status, body: #"{"__type": "\#(type)"}"#))
        #expect(result.count == 2)
        #expect(result.error == nil)
    }

    @Test(
        "is not done again after an answer that does not say so",
        arguments: [
            (500, #"{"__type": "x#InternalServerError"}"#), (503, #"{"__type": "ServiceUnavailable"}"#),
            (400, #"{"__type": "RequestTimeout"}"#), (503, "<html>upstream reset</html>"), (502, ""), (504, ""),
            (200, #"{"__type": "x#InternalServerError"}"#), (200, "{}"), (200, ""), (200, "<html>hello</html>"),
            (200, #"{"Attributes": {"pk": {"S": "a"}, "n": {"N""#), (200, #"{"Attributes": {}}"#),
        ]
    )
    func isNotDoneAgain(status: Int, body: String) async throws {
        let result = try await attempts(after: .response(status: status, body: body))
        #expect(result.count == 1)
        #expect(result.error != nil)
    }

    @Test("is not done again after an answer that was lost, cut short or damaged")
    func isNotDoneAgainAfterALoss() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n"
        let faults: [ScriptedServer.Answer] = [
            .close, .script { $0.resetOnClose() }, .script { $0.send(head) },
            .script { $0.send(head + "\r\n" + #"{"Attributes""#) },
            .response(status: 200, headers: ["x-amz-crc32": "1"], body: Self.counted),
        ]
        for fault in faults {
            let result = try await attempts(after: fault)
            #expect(result.count == 1)
            #expect(result.error != nil)
        }
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
